"""Assignments from a CSV file, all or nothing, and as one to be edited."""

from collections import Counter

from sqlalchemy import select
from sqlalchemy.orm import Session

from dashboard.accounts import names
from dashboard.accounts.principal import Principal
from dashboard.accounts.rights import Right, check_can
from dashboard.assessments import assignments, eligibility, sheet
from dashboard.assessments.assignments import FILE, Pair
from dashboard.assessments.eligibility import Eligibility
from dashboard.assessments.sheet import Row, RowProblem, RowsRefused
from dashboard.assessments.subjects import said
from dashboard.database import engine
from dashboard.database.models.cycles import CycleMethod, CycleSubject
from dashboard.downloads import csv_bytes

COLUMNS = {
    "method": ("考核方式",),
    "subject_id": ("考核对象", "对象编号"),
    "sign_in_name": ("账号", "评分人", "evaluator"),
}
# For whoever reads the file; not read back.
_TOLD = ("subject", "evaluator_name")


def from_csv(principal: Principal, cycle_id: int, content: bytes) -> int:
    """Make every assignment of a file; returns how many. Raises RowsRefused."""
    check_can(principal, Right.MANAGE_CYCLES)
    rows = sheet.read(content, COLUMNS, tuple(COLUMNS))
    with engine.writing() as session:
        assignments.open_cycle_of(session, cycle_id)
        pairs = _Reading(session, cycle_id).pairs(rows)
        assignments.assign_within(session, principal, pairs, FILE)
    return len(rows)


def export(principal: Principal, cycle_id: int, language: str | None = None) -> bytes:
    """The active assignments of a cycle as such a file; none: its first row only.

    language: of the names beside the ids, where no page is there to tell it.
    """
    check_can(principal, Right.MANAGE_CYCLES)
    with engine.reading() as session:
        may = eligibility.of_cycle(session, cycle_id)
        rows = [
            [
                each.method.method,
                each.subject.subject_id,
                evaluator.sign_in_name,
                said(each.subject.names, language),
                evaluator.display_name,
            ]
            for each in may.active()
            if (evaluator := may.evaluators.get(each.account_id))
        ]
    return csv_bytes([*COLUMNS, *_TOLD], rows)


class _Reading:
    """The rows of one file against one cycle."""

    def __init__(self, session: Session, cycle_id: int) -> None:
        methods = session.scalars(
            select(CycleMethod).where(CycleMethod.cycle_id == cycle_id)
        ).all()
        # Named by id or as the screens name it.
        self._methods = {
            (word.casefold(), each.subject_kind): each
            for each in methods
            for word in (each.method, *each.rubric["names"].values())
        }
        self._known = {word for word, _ in self._methods}
        self._subjects = {
            each.subject_id: each
            for each in session.scalars(
                select(CycleSubject).where(CycleSubject.cycle_id == cycle_id)
            )
        }
        self._may: Eligibility = eligibility.of_cycle(session, cycle_id)
        self._accounts = {
            each.sign_in_name: each.account_id for each in self._may.evaluators.values()
        }

    def pairs(self, rows: list[Row]) -> list[Pair]:
        counted = Counter(tuple(row[column] for column in COLUMNS) for row in rows)
        found: list[Pair] = []
        problems: list[RowProblem] = []
        for row in rows:
            read = self._pair(row)
            if isinstance(read, RowProblem):
                problems.append(read)
            else:
                found.append(read)
            if counted[tuple(row[column] for column in COLUMNS)] > 1:
                problems.append(self._problem(row, "sign_in_name", "sheet.twice"))
        if not problems and len(set(found)) < len(found):
            # The same asked for in two ways of writing.
            twice = {pair for pair in found if found.count(pair) > 1}
            problems = [
                self._problem(row, "sign_in_name", "sheet.twice")
                for row, pair in zip(rows, found, strict=True)
                if pair in twice
            ]
        if problems:
            raise RowsRefused(problems)
        return found

    def _pair(self, row: Row) -> Pair | RowProblem:
        word = row["method"].casefold()
        subject = self._subjects.get(row["subject_id"])
        account_id = self._accounts.get(names.normal(row["sign_in_name"]))
        if word not in self._known:
            return self._problem(row, "method", "assignments.unknown_method")
        if subject is None:
            return self._problem(row, "subject_id", "assignments.unknown_subject")
        if account_id is None:
            return self._problem(row, "sign_in_name", "assignments.no_evaluator")
        method = self._methods.get((word, subject.kind))
        if method is None:
            return self._problem(row, "method", "assignments.other_kind")
        reason = self._may.bar(method, subject, account_id)
        standing = self._may.standing(method, subject, account_id)
        if standing is not None and standing.state == "active":
            reason = reason or "assignments.already"
        if reason:
            column = "method" if reason == "assignments.by_ballot" else "sign_in_name"
            return self._problem(row, column, reason)
        return Pair(method.cycle_method_id, subject.cycle_subject_id, account_id)

    @staticmethod
    def _problem(row: Row, column: str, reason: str) -> RowProblem:
        return RowProblem(row.number, column, row[column], reason)
