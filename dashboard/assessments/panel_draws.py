"""A draw of panels for a method of a cycle: shown first, then made as it was shown."""

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from dashboard.accounts.principal import Principal
from dashboard.accounts.rights import Right, check_can
from dashboard.assessments import assignments, eligibility, panels
from dashboard.assessments.assignments import DRAWN, NotThere, Pair
from dashboard.assessments.panels import Drawn
from dashboard.database import engine
from dashboard.database.models.cycles import CycleMethod, CycleSubject
from dashboard.failures import Failure


class NothingDrawn(Failure):
    """There are no panels to confirm: see what the draw lacks."""

    key = "panels.nothing_drawn"


class DrawChanged(Failure):
    """What the draw goes by has changed since it was shown; draw again."""

    key = "panels.changed"


def preview(
    principal: Principal,
    cycle_method_id: int,
    account_ids: Collection[int],
    per_subject: int,
    seed: int,
) -> Drawn:
    """Draw for the subjects of a method nobody is asked to assess yet."""
    check_can(principal, Right.MANAGE_CYCLES)
    with engine.reading() as session:
        return _drawn(session, cycle_method_id, account_ids, per_subject, seed)


def confirm(
    principal: Principal,
    cycle_method_id: int,
    account_ids: Collection[int],
    per_subject: int,
    shown: Drawn,
) -> int:
    """Make the panels that were shown; how many assignments. Raises DrawChanged."""
    check_can(principal, Right.MANAGE_CYCLES)
    with engine.writing() as session:
        drawn = _drawn(session, cycle_method_id, account_ids, per_subject, shown.seed)
        if not drawn.is_possible:
            raise NothingDrawn(f"{drawn.shortfalls}")
        if drawn.pairs != shown.pairs:
            raise DrawChanged(f"method {cycle_method_id}, seed {shown.seed}")
        pairs = [Pair(cycle_method_id, s, a) for a, s in drawn.pairs]
        assignments.assign_within(
            session,
            principal,
            pairs,
            DRAWN,
            seed=drawn.seed,
            per_subject=per_subject,
            shortfalls=[each.key for each in drawn.shortfalls],
        )
    return len(pairs)


def _drawn(
    session: Session,
    cycle_method_id: int,
    account_ids: Collection[int],
    per_subject: int,
    seed: int,
) -> Drawn:
    method = session.get(CycleMethod, cycle_method_id)
    if method is None:
        raise NotThere(f"no method {cycle_method_id}")
    may = eligibility.of_cycle(session, method.cycle_id)
    taken = {
        each.cycle_subject_id
        for each in may.active()
        if each.cycle_method_id == cycle_method_id
    }
    subjects = {
        each.cycle_subject_id: each
        for each in session.scalars(
            select(CycleSubject).where(
                CycleSubject.cycle_id == method.cycle_id,
                CycleSubject.kind == method.subject_kind,
            )
        )
        if each.cycle_subject_id not in taken
    }
    barred = {
        (account_id, subject_id)
        for account_id in account_ids
        for subject_id, subject in subjects.items()
        if may.bar(method, subject, account_id) is not None
    }
    return panels.draw(subjects, account_ids, per_subject, seed, barred)
