"""Scores, pillars and indicators of several subjects in words, a column for each."""

from collections.abc import Callable
from typing import Any

import pandas as pd

from dashboard import formats
from dashboard.comparison import Comparison
from dashboard.drawings import drawn_once
from dashboard.i18n import t
from dashboard.markdown import plain
from dashboard.records import records

# Beside six columns on a telephone, Chinese titles would break after every character:
# spaces that do not break keep room for them.
_ROOM = "\N{NO-BREAK SPACE}" * 16
# What stands before a pillar within a pillar.
_STEP = "\N{NO-BREAK SPACE}" * 4


@drawn_once
def differences(comparison: Comparison) -> str:
    """How often each of the others is clearly better or worse than the first."""
    rows = comparison.ask("compare_indicators")
    told = []
    for subject in comparison.subjects[1:]:
        verdicts = [_verdict(row) for row in records(rows[rows.subject_id == subject])]
        told.append(
            t(
                "compare.tally",
                name=plain(comparison.name(subject)),
                better=verdicts.count("better"),
                worse=verdicts.count("worse"),
                none=verdicts.count("none"),
            )
        )
    return "\n".join(f"- {line}" for line in told)


@drawn_once
def table(comparison: Comparison) -> pd.DataFrame:
    """A line for the score, each pillar and each indicator; Markdown."""
    composite = f"**{t('compare.composite')}**"
    lines = [(composite, _cells(comparison.ask("compare_scorecards"), _composite))]
    for _, rows in comparison.ask("compare_pillars").groupby("pillar", sort=False):
        first = rows.iloc[0]
        lines.append(
            (
                _STEP * (int(first.depth) - 1) + plain(first["name"]),
                _cells(rows, _pillar),
            )
        )
    indicators = comparison.ask("compare_indicators")
    for _, rows in indicators.groupby("indicator_id", sort=False):
        lines.append((plain(rows["name"].iloc[0]), _cells(rows, _indicator)))
    unknown = formats.state("unknown")
    columns = {
        # Two organs may share a short name; a column must not swallow the other.
        f"{place}\\. {plain(comparison.name(subject))}": [
            cells.get(subject, unknown) for _, cells in lines
        ]
        for place, subject in enumerate(comparison.subjects, 1)
    }
    return pd.DataFrame(
        {
            t("compare.column") + _ROOM: [title for title, _ in lines],
            **columns,
        }
    )


def _verdict(row: Any) -> str:
    """better, worse, higher, lower or none than the first subject; '' when unknown."""
    if formats.is_missing(row.difference):
        return ""
    if row.difference == "none" or formats.is_missing(row.higher_is_better):
        return str(row.difference)
    is_better = (row.difference == "higher") == bool(row.higher_is_better)
    return "better" if is_better else "worse"


def _cells(rows: pd.DataFrame, cell: Callable[[Any], str]) -> dict[str, str]:
    return {row.subject_id: cell(row) for row in records(rows)}


def _composite(row: Any) -> str:
    if formats.is_missing(row.score):
        return formats.state(row.state)
    interval = formats.interval("points", row.low, row.high)
    return _told(formats.score(row.score), interval, row.n, row)


def _pillar(row: Any) -> str:
    return formats.score_or_state(row.score, row.state)


def _indicator(row: Any) -> str:
    if formats.is_missing(row.value):
        return plain(formats.unvalued(row.unit, row.state, row.more_than))
    value = formats.value(row.unit, row.value, row.n)
    interval = formats.interval(row.unit, row.low, row.high, row.n)
    # A count is its own n.
    return _told(value, interval, None if row.unit == "count" else row.n, row)


def _told(value: str, interval: str, n: float | None, row: Any) -> str:
    """The value, its interval and n, and in bold how it differs if it does."""
    if interval:
        value = t("compare.with_interval", value=value, interval=interval)
    parts = [plain(value)]
    if not formats.is_missing(n):
        parts.append(plain(t("compare.n", n=formats.count(n or 0))))
    if row.state == "provisional":
        parts.append(formats.state("provisional"))
    verdict = _verdict(row)
    if verdict not in ("", "none"):
        parts.append(f"**{t(f'compare.{verdict}')}**")
    return " · ".join(parts)
