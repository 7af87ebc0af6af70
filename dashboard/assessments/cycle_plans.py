"""What opening cycles would make, checked: codes, subjects, methods, days.

Writes nothing. Everything that can be wrong with a request is found here, so that the
preview of a page and the opening itself cannot differ.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from dashboard.assessments import cycle_codes, subjects, workdays
from dashboard.assessments.cycle_codes import Span
from dashboard.assessments.declared import AssessmentFile, Declared
from dashboard.assessments.subjects import Subject
from dashboard.assessments.workdays import Due
from dashboard.database.models.cycles import Cycle
from dashboard.failures import Failure

_EXACT = 1e-6
_LONGEST = 250


class CyclesExist(Failure):
    """Cycles of these codes were opened before, or are asked for twice."""

    key = "cycles.exist"


class NoSubjects(Failure):
    """A cycle without subjects would have nobody to assess."""

    key = "cycles.no_subjects"


class SubjectsUnknown(Failure):
    """Subjects that are neither published nor in the register any more."""

    key = "cycles.subjects_unknown"


class WeightsWrong(Failure):
    """The weights of a kind of subject do not sum to 1, or one is not above zero."""

    key = "cycles.weights_wrong"


class RubricUnknown(Failure):
    """No such rubric of this method is declared."""

    key = "cycles.rubric_unknown"


class DaysWrong(Failure):
    """A length in working days outside 1 to 250."""

    key = "cycles.days_wrong"


@dataclass(frozen=True)
class MethodChoice:
    """A method of one kind of subject: its share of the score, and by which rubric."""

    weight: float
    rubric_id: str


# Kind of subject to method to choice.
Methods = Mapping[str, Mapping[str, MethodChoice]]


@dataclass(frozen=True)
class CycleRequest:
    """A cycle as an administrator asks for it."""

    code: str
    subject_ids: Sequence[str]
    methods: Methods
    # Working days; None: as declared for this kind of cycle.
    entry_days: int | None = None
    review_days: int | None = None


@dataclass(frozen=True)
class Plan:
    """What opening would make: shown first, and then done."""

    span: Span
    subjects: tuple[Subject, ...]
    methods: Methods
    entry: Due
    review: Due

    def by_kind(self) -> dict[str, int]:
        """How many subjects of each kind."""
        return dict(Counter(each.kind for each in self.subjects))


def plans(
    session: Session,
    told: Declared,
    requests: Sequence[CycleRequest],
    now: datetime,
) -> list[Plan]:
    """One plan a request, in their order; raises the first Failure there is."""
    rules = told.check_can_open()
    spans = [cycle_codes.parse(request.code) for request in requests]
    _check_new(session, [span.code for span in spans])
    known = subjects.every(session)
    return [
        _plan(told, rules, span, request, known, workdays.today(now))
        for span, request in zip(spans, requests, strict=True)
    ]


def _check_new(session: Session, codes: Sequence[str]) -> None:
    standing = set(session.scalars(select(Cycle.code).where(Cycle.code.in_(codes))))
    twice = {code for code in codes if codes.count(code) > 1}
    if found := standing | twice:
        raise CyclesExist(f"{found}", codes=", ".join(sorted(found)))


def _plan(
    told: Declared,
    rules: AssessmentFile,
    span: Span,
    request: CycleRequest,
    known: Mapping[str, Subject],
    today: date,
) -> Plan:
    asked = dict.fromkeys(request.subject_ids)
    if unknown := [each for each in asked if each not in known]:
        raise SubjectsUnknown(f"{unknown}", subjects=", ".join(unknown[:5]))
    chosen = tuple(known[each] for each in asked)
    if not chosen:
        raise NoSubjects(span.code)
    methods = {}
    for kind in dict.fromkeys(each.kind for each in chosen):
        methods[kind] = dict(request.methods.get(kind, {}))
        _check_methods(told, kind, methods[kind])
    lengths = rules.deadlines.get(span.kind)
    entry, review = request.entry_days, request.review_days
    entry = (lengths.entry if lengths else 0) if entry is None else entry
    review = (lengths.review if lengths else 0) if review is None else review
    if not (1 <= entry <= _LONGEST and 1 <= review <= _LONGEST):
        raise DaysWrong(f"{entry}, {review}", most=str(_LONGEST))
    # A cycle that is opened ahead is assessed when its time is over.
    entry_due = workdays.due(max(today, span.ends_on), entry)
    return Plan(span, chosen, methods, entry_due, workdays.due(entry_due.day, review))


def _check_methods(
    told: Declared, kind: str, methods: Mapping[str, MethodChoice]
) -> None:
    weights = [choice.weight for choice in methods.values()]
    whole = abs(sum(weights) - 1) <= _EXACT and all(0 < each <= 1 for each in weights)
    if not whole:
        raise WeightsWrong(f"{kind}: {weights}", sum=f"{sum(weights):g}")
    for method, choice in methods.items():
        rubric = told.rubrics.get(choice.rubric_id)
        if rubric is None or rubric.method != method:
            raise RubricUnknown(
                f"{kind}, {method}: {choice.rubric_id}", rubric=choice.rubric_id
            )
