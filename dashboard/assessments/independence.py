"""Whether somebody is a stranger to a subject: not at home in it, and it is in scope.

Only a stranger adds to, checks or decides what is said of it.
"""

from dashboard.accounts.principal import Principal
from dashboard.assessments import people
from dashboard.assessments.policies import Refused
from dashboard.database.models.cycles import CycleSubject


def check_stranger(principal: Principal, subject: CycleSubject) -> None:
    """Raise Refused for one's own unit, and for what lies outside the scope."""
    if people.home_contains(principal.home, subject.subject_id):
        raise Refused("policies.own_unit")
    if not principal.scope.covers(subject.department_id, subject.city_id):
        raise Refused("policies.out_of_scope")


def is_stranger(principal: Principal, subject: CycleSubject) -> bool:
    try:
        check_stranger(principal, subject)
    except Refused:
        return False
    return True
