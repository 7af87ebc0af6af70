"""Whether a subject is somebody's own, or whether they are a stranger to it.

A stranger is not at home in it and has it in scope: only strangers add to, check or
decide what is said of a subject.
"""

from sqlalchemy.orm import Session

from dashboard.accounts.principal import Principal
from dashboard.assessments import homes
from dashboard.assessments.policies import Refused
from dashboard.database.models.cycles import CycleSubject


def check_stranger(principal: Principal, subject: CycleSubject) -> None:
    """Raise Refused for one's own unit, and for what lies outside the scope."""
    if homes.contain(principal.home, subject):
        raise Refused("policies.own_unit")
    if not principal.scope.covers(subject.department_id, subject.city_id):
        raise Refused("policies.out_of_scope")


def is_stranger(principal: Principal, subject: CycleSubject) -> bool:
    try:
        check_stranger(principal, subject)
    except Refused:
        return False
    return True


def is_own(session: Session, principal: Principal, subject_id: str) -> bool:
    """Whether it is the principal's own unit, its team or its people, and no other.

    Narrower than who must step aside: an organ does not speak for the city above it,
    nor look into the files of that city's officials.
    """
    if not principal.home:
        return False
    if principal.home == subject_id:
        return True
    units = homes.of_store(session, subject_id).units_of_people
    return principal.home in units.get(subject_id, frozenset())
