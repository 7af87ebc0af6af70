"""Every name in a reader's session, so that no two things share one. No Streamlit.

What stands in the address has its names in session.py.
"""

LANGUAGE = "language"
# What the page being shown may read: an audience.Sight.
PAGE_SIGHT = "page_sight"
# Whether somebody was signed in when this session last ran.
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


def ballot_choice(subject: int) -> str:
    """What is chosen for a subject on the ballot paper."""
    return f"ballot_choice_{subject}"


def picker(name: str) -> str:
    """What a picker shows now."""
    return f"choose_{name}"


def remembered(name: str) -> str:
    """What was chosen last, kept from page to page."""
    return f"remembered_{name}"
