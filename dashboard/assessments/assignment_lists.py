"""A cycle as it lies on the desk of whoever assigns: methods, subjects, evaluators."""

from dataclasses import dataclass

from sqlalchemy import select

from dashboard.accounts.principal import Principal
from dashboard.accounts.rights import Right, check_can
from dashboard.assessments import eligibility
from dashboard.assessments.eligibility import Eligibility
from dashboard.database import engine
from dashboard.database.models.accounts import Account
from dashboard.database.models.cycles import Assignment, CycleMethod, CycleSubject


@dataclass(frozen=True)
class Desk:
    """All that is asked while assigning in one cycle, read at once."""

    methods: tuple[CycleMethod, ...]
    subjects: tuple[CycleSubject, ...]
    may: Eligibility
    # Also of those who were evaluators once.
    _names: dict[int, str]

    def of_method(self, method: CycleMethod) -> list[Assignment]:
        """Who is asked by a method, subject by subject."""
        held = [
            each
            for each in self.may.active()
            if each.cycle_method_id == method.cycle_method_id
        ]
        order = {each.cycle_subject_id: n for n, each in enumerate(self.subjects)}
        return sorted(held, key=lambda each: order[each.cycle_subject_id])

    def subjects_of(self, method: CycleMethod) -> list[CycleSubject]:
        return [each for each in self.subjects if each.kind == method.subject_kind]

    def name(self, account_id: int) -> str:
        return self._names[account_id]

    def full_name(self, account_id: int) -> str:
        """With the name one signs in with: two may be called the same."""
        return (
            f"{self.name(account_id)} ({self.may.evaluators[account_id].sign_in_name})"
        )


def of_cycle(principal: Principal, cycle_id: int) -> Desk:
    """Everything about a cycle; methods that go by ballots are left out."""
    check_can(principal, Right.MANAGE_CYCLES)
    with engine.reading() as session:
        methods = session.scalars(
            select(CycleMethod)
            .where(CycleMethod.cycle_id == cycle_id)
            .order_by(CycleMethod.cycle_method_id)
        )
        subjects = session.scalars(
            select(CycleSubject)
            .where(CycleSubject.cycle_id == cycle_id)
            .order_by(CycleSubject.cycle_subject_id)
        )
        desk = Desk(
            tuple(each for each in methods if each.rubric["kind"] != "ballots"),
            tuple(subjects),
            eligibility.of_cycle(session, cycle_id),
            {a.account_id: a.display_name for a in session.scalars(select(Account))},
        )
        # What a page asks of them after the store is left.
        for each in desk.may.active():
            each.subject, each.method  # noqa: B018
    return desk
