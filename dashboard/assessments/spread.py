"""How far the assessors of a panel are apart: spread, outliers, severity. No names.

An assessor is an outlier of a panel where the score lies more than two standard
deviations (n − 1) from the panel's mean. In a panel of k nobody can lie further than
(k − 1)/√k of its own deviations from its mean, under two for k < 6: smaller panels are
held against the deviation pooled over all panels of the method.

Severity is an assessor's mean deviation from the means of the panels sat on; flagged
beyond two standard deviations of those of all assessors of the method.
"""

import statistics
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from dashboard.assessments import labels
from dashboard.assessments.transitions import SCORED_STATES
from dashboard.database import engine
from dashboard.database.models.assessments import (
    Assessment,
    AssessmentVersion,
    AssessorLabel,
)
from dashboard.database.models.cycles import Assignment, CycleMethod

FAR = 2.0
# From so many assessors on a panel has room for an outlier of its own.
OWN_DEVIATION_FROM = 6
# Scores have two decimals: what differs by less than this differs by rounding.
_EXACT = 1e-9


@dataclass(frozen=True)
class Severity:
    """Mean deviation from panel means over n panels: above zero is lenient."""

    deviation: float
    n: int
    is_flagged: bool


@dataclass(frozen=True)
class Spread:
    """One panel; assessors by their letters."""

    n: int = 0
    mean: float | None = None
    # Among assessors (n - 1); None for one alone.
    sd: float | None = None
    low: float | None = None
    high: float | None = None
    scores: Mapping[str, float] = field(default_factory=dict)
    outliers: tuple[str, ...] = ()
    severity: Mapping[str, Severity] = field(default_factory=dict)


def of(cycle_method_id: int, cycle_subject_id: int) -> Spread:
    """The panel of one subject by one method, as far as it is submitted."""
    with engine.reading() as session:
        found = of_method(session, cycle_method_id)
    return found.get(cycle_subject_id, Spread())


def of_method(session: Session, cycle_method_id: int) -> dict[int, Spread]:
    """Every panel of a method that has a score, by cycle_subject_id."""
    return spreads(_scores(session, cycle_method_id))


def spreads(panels: Mapping[int, Mapping[str, float]]) -> dict[int, Spread]:
    """From the scores of each panel by assessor. Pure."""
    severity = _severity(panels)
    pooled = _pooled(panels.values())
    return {
        number: _spread(scores, pooled, severity)
        for number, scores in panels.items()
        if scores
    }


def _spread(
    scores: Mapping[str, float], pooled: float | None, severity: Mapping[str, Severity]
) -> Spread:
    values = list(scores.values())
    mean = statistics.fmean(values)
    sd = statistics.stdev(values) if len(values) > 1 else None
    held_against = sd if len(values) >= OWN_DEVIATION_FROM else pooled
    return Spread(
        n=len(values),
        mean=mean,
        sd=sd,
        low=min(values),
        high=max(values),
        scores=dict(sorted(scores.items(), key=_by_letters)),
        outliers=tuple(
            sorted(
                label
                for label, score in scores.items()
                if len(values) > 1 and _is_far(score - mean, held_against)
            )
        ),
        severity={label: severity[label] for label in sorted(scores)},
    )


def _severity(panels: Mapping[int, Mapping[str, float]]) -> dict[str, Severity]:
    deviations: dict[str, list[float]] = defaultdict(list)
    for scores in panels.values():
        # Alone there is no panel to deviate from.
        if len(scores) > 1:
            mean = statistics.fmean(scores.values())
            for label, score in scores.items():
                deviations[label].append(score - mean)
    means = {label: statistics.fmean(each) for label, each in deviations.items()}
    sd = statistics.stdev(means.values()) if len(means) > 1 else None
    everybody = {label for scores in panels.values() for label in scores}
    return {
        label: Severity(
            means.get(label, 0.0),
            len(deviations.get(label, ())),
            label in means and _is_far(means[label], sd),
        )
        for label in everybody
    }


def _pooled(panels: Iterable[Mapping[str, float]]) -> float | None:
    squares, freedom = 0.0, 0
    for scores in panels:
        if len(scores) > 1:
            squares += statistics.variance(scores.values()) * (len(scores) - 1)
            freedom += len(scores) - 1
    return (squares / freedom) ** 0.5 if freedom else None


def _is_far(deviation: float, sd: float | None) -> bool:
    return sd is not None and abs(deviation) > FAR * sd + _EXACT


def _by_letters(entry: tuple[str, float]) -> tuple[int, str]:
    return len(entry[0]), entry[0]


def _scores(session: Session, cycle_method_id: int) -> dict[int, dict[str, float]]:
    rows = session.execute(
        select(
            Assignment.cycle_subject_id, AssessorLabel.number, AssessmentVersion.score
        )
        .join(Assessment, Assessment.assignment_id == Assignment.assignment_id)
        .join(
            AssessmentVersion,
            (AssessmentVersion.assessment_id == Assessment.assessment_id)
            & (AssessmentVersion.version == Assessment.version),
        )
        .join(CycleMethod, CycleMethod.cycle_method_id == Assignment.cycle_method_id)
        .join(
            AssessorLabel,
            (AssessorLabel.cycle_id == CycleMethod.cycle_id)
            & (AssessorLabel.account_id == Assignment.account_id),
        )
        .where(
            Assignment.cycle_method_id == cycle_method_id,
            Assignment.state == "active",
            Assessment.state.in_(SCORED_STATES),
            AssessmentVersion.score.is_not(None),
        )
    )
    panels: dict[int, dict[str, float]] = defaultdict(dict)
    for subject, number, score in rows:
        if score is not None:
            panels[subject][labels.letters(number)] = score
    return panels
