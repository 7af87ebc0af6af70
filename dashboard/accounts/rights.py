"""Which role may do what: one table, and the pair that asks it.

What also depends on the thing (one's own draft, one's own unit, a closed cycle) is
asked where the thing is: dashboard/assessments/policies.py.
"""

from enum import StrEnum

from dashboard.accounts.principal import Principal, Role
from dashboard.failures import Failure


class Right(StrEnum):
    SEE_PUBLISHED = "see_published"
    SEE_SCORECARDS = "see_scorecards"
    SEE_QUALITY = "see_quality"
    HANDLE_SIGNALS = "handle_signals"
    ASSESS = "assess"
    REVIEW = "review"
    SEE_ADJUSTMENTS = "see_adjustments"
    SEE_RESULTS = "see_results"
    SEE_PEOPLE = "see_people"
    APPEAL = "appeal"
    DECIDE_APPEALS = "decide_appeals"
    MANAGE_CYCLES = "manage_cycles"
    MANAGE_ACCOUNTS = "manage_accounts"
    READ_AUDIT = "read_audit"


_STAFF = frozenset(Role) - {Role.PUBLIC}

# A right that is not here is nobody's.
RIGHTS: dict[Right, frozenset[Role]] = {
    Right.SEE_PUBLISHED: frozenset(Role),
    Right.SEE_SCORECARDS: _STAFF,
    Right.SEE_QUALITY: frozenset({Role.LEADER, Role.STEWARD, Role.ADMINISTRATOR}),
    # Acknowledge, explain and close those that a leader sees.
    Right.HANDLE_SIGNALS: frozenset({Role.LEADER}),
    Right.ASSESS: frozenset({Role.EVALUATOR}),
    Right.REVIEW: frozenset({Role.REVIEWER}),
    # Bonus, deduction, veto: an evaluator sees those they entered.
    Right.SEE_ADJUSTMENTS: frozenset(
        {Role.EVALUATOR, Role.REVIEWER, Role.ADMINISTRATOR}
    ),
    # Results in their publicity period; a leader sees those of home only.
    Right.SEE_RESULTS: frozenset({Role.LEADER, Role.REVIEWER, Role.ADMINISTRATOR}),
    # Results of persons and teams; a leader again sees home only.
    Right.SEE_PEOPLE: frozenset({Role.REVIEWER, Role.ADMINISTRATOR}),
    Right.APPEAL: frozenset({Role.LEADER}),
    Right.DECIDE_APPEALS: frozenset({Role.REVIEWER}),
    Right.MANAGE_CYCLES: frozenset({Role.ADMINISTRATOR}),
    Right.MANAGE_ACCOUNTS: frozenset({Role.ADMINISTRATOR}),
    Right.READ_AUDIT: frozenset({Role.ADMINISTRATOR}),
}

# What shows or changes more than any limit to departments or cities could leave in
# place: who manages accounts could also take the limit away.
UNLIMITED_ONLY = frozenset(
    {
        Right.SEE_QUALITY,
        Right.MANAGE_CYCLES,
        Right.MANAGE_ACCOUNTS,
        Right.READ_AUDIT,
    }
)


class NotAllowed(Failure):
    """This role may not do this; the sentence says who may."""

    key = "failure.not_allowed"


def can(principal: Principal, right: Right) -> bool:
    if right in UNLIMITED_ONLY and not principal.scope.is_everything:
        return False
    return principal.role in RIGHTS.get(right, frozenset())


def check_can(principal: Principal, right: Right) -> None:
    """Raise NotAllowed unless the role has the right."""
    if not can(principal, right):
        raise NotAllowed(f"{principal.role} may not {right}")
