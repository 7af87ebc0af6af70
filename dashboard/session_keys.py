"""Every name in a reader's session, so that no two things share one. No Streamlit.

What stands in the address has its names in session.py.
"""

LANGUAGE = "language"
# What is known of the address of the page this window shows.
ADDRESS = "address"
# What the page being shown may read: an audience.Sight.
PAGE_SIGHT = "page_sight"
# The edition whose figures the page being run shows; None: what is published now.
EDITION_SHOWN = "edition_shown"
# True once somebody was signed in in this window.
WAS_SIGNED_IN = "was_signed_in"
# Names of the restricted pages this session has opened.
PAGES_VIEWED = "pages_viewed"
# The two lists in which a department's scorecard is chosen.
DEPARTMENT = "choose_department"
CITY_OF_DEPARTMENT = "choose_city_of_department"

# Ballot links just made, until the administrator has saved them.
NEW_LINKS = "new_ballot_links"
# Of a voter: choices handed in for the check, those to go back to, that the ballot was
# sent from here, that it was counted. Never the token.
BALLOT_CHOICES = "ballot_choices"
BALLOT_EARLIER = "ballot_earlier"
BALLOT_SENT = "ballot_sent"
BALLOT_CAST = "ballot_cast"

# Of the accounts page: the name sought, how many were added here, number and version of
# the account whose fields are shown, and its buttons that ask again.
ACCOUNT_SOUGHT = "account_sought"
ACCOUNTS_ADDED = "accounts_added"
ACCOUNT_EDITED = "account_edited"
ACCOUNT_RESET = "account_reset"
ACCOUNT_DISABLE = "account_disable"
# A password just made, from the run that made it to the one that shows it.
FRESH_PASSWORD = "fresh_password"
# Of the audit log: whose entries, and how many are shown.
AUDIT_ACCOUNT = "audit_account"
AUDIT_SHOWN = "audit_shown"

# Of the evaluator: the list, forms that a whole table could not submit, how many
# templates were handed in here, and what came of the last one.
WORKLIST = "worklist"
NOT_SUBMITTED = "not_submitted"
TEMPLATE_ROUND = "template_round"
TEMPLATE_ANSWER = "template_answer"

# Of the reviewer: the rows chosen in the queue.
REVIEW_QUEUE = "review_queue"
# Why the last press did nothing; which approvals are to be confirmed.
REVIEW_REFUSAL = "review_refusal"
APPROVAL_ASKED = "approval_asked"


def decision(step: str, assessment_id: int) -> str:
    """A button, box or form that decides on one assessment."""
    return f"decision_{step}_{assessment_id}"


def entry_form(assessment_id: int) -> str:
    """What this window knows of an open form."""
    return f"entry_form_{assessment_id}"


def entry_field(assessment_id: int, generation: int, part: str, item_id: str) -> str:
    """A field of an open form; another generation takes values anew."""
    return f"entry_{assessment_id}_{generation}_{part}_{item_id}"


def entry_rows(cycle_method_id: int) -> str:
    """The forms of a table as they stood when it was drawn, and its turn."""
    return f"entry_rows_{cycle_method_id}"


def entry_table(cycle_method_id: int, turn: int) -> str:
    """What was typed into the table of many forms; anew with each turn."""
    return f"entry_table_{cycle_method_id}_{turn}"


def proof_part(assessment_id: int, part: str, place: str) -> str:
    """What belongs to the evidence of an item: its box, its files, a refusal."""
    return f"proof_{assessment_id}_{part}_{place}"


def template_file(turn: int) -> str:
    """The field a filled template is handed in by; empty anew each time."""
    return f"template_file_{turn}"


def account_field(form: str, field: str) -> str:
    """A field of an account, in the form of a new one or of a version of one."""
    return f"account_{form}_{field}"


def ballot_choice(subject: int) -> str:
    """What is chosen for a subject on the ballot paper."""
    return f"ballot_choice_{subject}"


def signal(signal_id: str) -> str:
    """The button that shows a signal."""
    return f"signal_{signal_id}"


def edition_way(edition: str) -> str:
    """A button that leads to an edition, or back from one."""
    return f"edition_way_{edition}"


def signal_step(signal_id: str, revision: int, part: str = "form") -> str:
    """The form of the next step, and its note; others when somebody took a step."""
    return f"signal_step_{signal_id}_{revision}_{part}"


def picker(name: str) -> str:
    """What a picker shows now."""
    return f"choose_{name}"


def remembered(name: str) -> str:
    """What was chosen last, kept from page to page."""
    return f"remembered_{name}"
