"""Assessors compared: how severe each is, what that does to means, how far they agree.

Who the assessors are stays here: of their severity nothing leaves but what it changes
in the scores of subjects. Ballots have nobody to compare.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import duckdb
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from pipelines import expression
from pipelines.declarations.workspace import Workspace
from pipelines.measure.panel import Panel
from pipelines.score.kept import Kept, Results
from pipelines.statistics.reliability import alpha, icc, kendall_w, of_mean
from pipelines.statistics.severity import (
    TRIMMED_FROM,
    Floats,
    Wholes,
    adjust,
    components,
    trimmed_means,
)
from pipelines.tables import put
from pipelines.validate.typed import LOADED

_TEXT, _NUMBER, _WHOLE = pa.string(), pa.float64(), pa.int32()
_PERIOD = {"period_kind": _TEXT, "period": pa.date32()}
_ADJUSTED = {
    "indicator_id": _TEXT, "subject_id": _TEXT, **_PERIOD,
    "adjusted": _NUMBER, "adjusted_error": _NUMBER, "is_trimmed": pa.bool_(),
}  # fmt: skip
_AGREED = ("icc_2k", "alpha", "kendall_w", "reliability")
_RELIABILITY = {
    "indicator_id": _TEXT, **_PERIOD,
    "subjects": _WHOLE, "assessors": _WHOLE, "judgements": _WHOLE,
    "components": _WHOLE, "is_connected": pa.bool_(),
    **dict.fromkeys(_AGREED, _NUMBER), "is_reliable": pa.bool_(),
}  # fmt: skip


def compare(
    con: duckdb.DuckDBPyConnection,
    workspace: Workspace,
    panels: Iterable[Panel],
    kept: Kept,
    as_of: date,
) -> None:
    """Tables adjusted_mean and method_reliability; expects period_month."""
    limit = workspace.settings.limits.reliable_from
    means: list[tuple[object, ...]] = []
    agreed: list[tuple[object, ...]] = []
    for panel in panels:
        dated_by = workspace.sources[panel.source].dated_by
        rows = con.execute(_judgements_sql(panel, dated_by, as_of)).fetchall()
        judged = _Judged(rows)
        for kind, period, months in _periods(con):
            found = judged.within(frozenset(months), kept)
            if found is None:
                continue
            names, result = found
            which = (panel.indicator_id, kind, period)
            agreed.append((*which, *_reliability(result, limit)))
            means += [
                (panel.indicator_id, name, kind, period, value, _known(error), trimmed)
                for name, value, error, trimmed in zip(
                    names,
                    result["value"].tolist(),
                    result["error"].tolist(),
                    result["is_trimmed"].tolist(),
                    strict=True,
                )
                if not np.isnan(value)
            ]
    put(con, "adjusted_mean", _ADJUSTED, means)
    put(con, "method_reliability", _RELIABILITY, agreed)


def _judgements_sql(panel: Panel, dated_by: str, as_of: date) -> str:
    return f"""
        SELECT
            subject_id,
            {panel.judge},
            CAST(date_trunc('month', {panel.period_by}) AS DATE) AS month,
            {panel.value} AS value
        FROM typed."{panel.source}"
        WHERE standing = {LOADED}
            AND CAST({dated_by} AS DATE) <= DATE '{as_of}'
            AND {expression.on_day(panel.where, as_of)}
            AND {panel.judge} IS NOT NULL AND {panel.is_one}
            AND {panel.period_by} IS NOT NULL AND {panel.value} IS NOT NULL
        ORDER BY ALL
    """


def _periods(
    con: duckdb.DuckDBPyConnection,
) -> list[tuple[str, date, list[date]]]:
    return con.execute(
        "SELECT period_kind, period, list(month ORDER BY month) FROM period_month "
        "GROUP BY period_kind, period ORDER BY ALL"
    ).fetchall()


class _Judged:
    """The judgements of one method, and what has been made of them by months."""

    def __init__(self, rows: list[tuple[str, str, date, float]]) -> None:
        self._subjects = np.array([row[0] for row in rows], dtype=object)
        self._assessors = np.array([row[1] for row in rows], dtype=object)
        self._months = np.array([row[2] for row in rows], dtype="datetime64[D]")
        self._scores = np.array([row[3] for row in rows], dtype=np.float64)
        self._known = frozenset(row[2] for row in rows)
        self._made: dict[frozenset[date], tuple[list[str], Results]] = {}

    def within(
        self, months: frozenset[date], kept: Kept
    ) -> tuple[list[str], Results] | None:
        """Names of subjects and the result; None where nobody judged.

        Periods that hold the same months with judgements have the same result.
        """
        here = months & self._known
        if not here:
            return None
        if here not in self._made:
            wanted = np.array(sorted(here), dtype="datetime64[D]")
            self._made[here] = self._make(np.isin(self._months, wanted), kept)
        return self._made[here]

    def _make(self, inside: NDArray[np.bool_], kept: Kept) -> tuple[list[str], Results]:
        names, subject = np.unique(self._subjects[inside], return_inverse=True)
        _, assessor = np.unique(self._assessors[inside], return_inverse=True)
        score = self._scores[inside]
        result = kept.of(
            "assessors",
            subject,
            assessor,
            score,
            compute=lambda: _compared(subject, assessor, score),
        )
        return names.tolist(), result


def _compared(subject: Wholes, assessor: Wholes, score: Floats) -> Results:
    """What can be said of one panel; NaN where it cannot."""
    subjects, assessors = int(subject.max()) + 1, int(assessor.max()) + 1
    parts = components(subject, assessor)
    value = error = np.full(subjects, np.nan)
    if parts == 1:
        found = adjust(subject, assessor, score)
        value = trimmed_means(subject, score - found.severity[assessor])
        value, error = np.clip(value, 0, 100), found.error
    return {
        "value": value,
        "error": error,
        "is_trimmed": np.bincount(subject, minlength=subjects) >= TRIMMED_FROM,
        "counts": np.array([subjects, assessors, len(score), parts]),
        "agreed": np.array(_agreement(subject, assessor, score)),
    }


def _agreement(
    subject: Wholes, assessor: Wholes, score: Floats
) -> tuple[float, float, float, float]:
    """ICC(2,k), alpha, Kendall's W, and the reliability of the panels' means.

    Somebody who judged a subject twice stands with the mean of both. Where not all
    judged all, alpha is stepped up from one assessor to as many as usual: the harmonic
    mean of the panels' sizes.
    """
    shape = (int(subject.max()) + 1, int(assessor.max()) + 1)
    total, count = np.zeros(shape), np.zeros(shape)
    np.add.at(total, (subject, assessor), score)
    np.add.at(count, (subject, assessor), 1.0)
    table = np.where(count > 0, total / np.maximum(count, 1), np.nan)
    _, together = icc(table)
    one = alpha(table)
    usual = 1 / np.mean(1 / (count > 0).sum(axis=1))
    mean = of_mean(one, float(usual)) if np.isnan(together) else together
    return together, one, kendall_w(table), mean


def _reliability(result: Results, limit: float) -> tuple[object, ...]:
    subjects, assessors, judgements, parts = result["counts"].tolist()
    agreed = [_known(each) for each in result["agreed"].tolist()]
    mean = agreed[-1]
    is_reliable = None if mean is None else round(mean, 6) >= limit
    return subjects, assessors, judgements, parts, parts == 1, *agreed, is_reliable


def _known(value: float) -> float | None:
    return None if np.isnan(value) else value
