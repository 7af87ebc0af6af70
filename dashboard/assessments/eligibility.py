"""Who may assess whom in a cycle, and why not: asked by hand, by file, by draw alike.

Not the own home, not where one stepped aside before, not outside what the account is
limited to. Read once, asked often; nothing is written here.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from dashboard.accounts.principal import Scope
from dashboard.accounts.rights import RIGHTS, Right
from dashboard.assessments import homes
from dashboard.assessments.homes import Homes
from dashboard.database.models.accounts import Account
from dashboard.database.models.cycles import Assignment, CycleMethod, CycleSubject


@dataclass(frozen=True)
class Evaluator:
    """An account that can be asked to assess."""

    account_id: int
    sign_in_name: str
    display_name: str
    home: str | None
    scope: Scope


@dataclass(frozen=True)
class Eligibility:
    """A cycle as far as it decides who may assess whom."""

    evaluators: dict[int, Evaluator]
    homes: Homes
    # (account, cycle_subject) of which a recusal is known, by whatever method.
    stepped_aside: frozenset[tuple[int, int]]
    # (cycle_method, cycle_subject, account) to the assignment there is.
    assignments: dict[tuple[int, int, int], Assignment] = field(repr=False)

    def bar(
        self, method: CycleMethod, subject: CycleSubject, account_id: int
    ) -> str | None:
        """Why this evaluator may not be asked; a key of the catalogue, None: may."""
        evaluator = self.evaluators.get(account_id)
        if method.subject_kind != subject.kind or method.cycle_id != subject.cycle_id:
            return "assignments.other_kind"
        if method.rubric["kind"] == "ballots":
            return "assignments.by_ballot"
        if evaluator is None:
            return "assignments.no_evaluator"
        if not evaluator.scope.covers(subject.department_id, subject.city_id):
            return "assignments.outside_scope"
        if self.homes.contain(evaluator.home, subject.subject_id):
            return "assignments.own_home"
        if (account_id, subject.cycle_subject_id) in self.stepped_aside:
            return "assignments.stepped_aside"
        return None

    def standing(
        self, method: CycleMethod, subject: CycleSubject, account_id: int
    ) -> Assignment | None:
        """The assignment of this evaluator there is already, active or not."""
        key = (method.cycle_method_id, subject.cycle_subject_id, account_id)
        return self.assignments.get(key)

    def active(self) -> list[Assignment]:
        return [each for each in self.assignments.values() if each.state == "active"]


def of_cycle(session: Session, cycle_id: int) -> Eligibility:
    """Read what decides in a cycle."""
    assignments = session.scalars(
        select(Assignment)
        .join(CycleMethod, CycleMethod.cycle_method_id == Assignment.cycle_method_id)
        .where(CycleMethod.cycle_id == cycle_id)
        .order_by(Assignment.assignment_id)
    ).all()
    return Eligibility(
        _evaluators(session),
        homes.of_store(session),
        frozenset(
            (each.account_id, each.cycle_subject_id)
            for each in assignments
            if each.state == "recused"
        ),
        {
            (each.cycle_method_id, each.cycle_subject_id, each.account_id): each
            for each in assignments
        },
    )


def _evaluators(session: Session) -> dict[int, Evaluator]:
    accounts: Sequence[Account] = session.scalars(
        select(Account)
        .where(Account.role.in_(RIGHTS[Right.ASSESS]), ~Account.is_disabled)
        .order_by(Account.sign_in_name)
    ).all()
    return {
        each.account_id: Evaluator(
            each.account_id,
            each.sign_in_name,
            each.display_name,
            each.home,
            Scope(_codes(each, "department"), _codes(each, "city")),
        )
        for each in accounts
    }


def _codes(account: Account, kind: str) -> frozenset[str]:
    return frozenset(scope.code for scope in account.scopes if scope.kind == kind)
