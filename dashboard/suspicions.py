"""What is odd about ratings, in sentences: a suspicion says what was seen and expected.

None says that anybody cheated. Each gives the count, what it would be where everything
is as usual, and when, so that somebody can go and ask.
"""

from datetime import date
from typing import Any

import pandas as pd

from dashboard import formats, store
from dashboard.drawings import drawn_once
from dashboard.i18n import t, tn
from dashboard.markdown import plain

ICONS = {
    "burst": ":material/bolt:",
    "instant_rating": ":material/timer:",
    "monoculture": ":material/filter_5:",
    "tag_against_level": ":material/swap_vert:",
    "tag_against_clock": ":material/event_available:",
    "default_share": ":material/smart_toy:",
    "low_response": ":material/hearing_disabled:",
}
# Fewer than this in a busy stretch reads better with a decimal.
_SMALL = 10


def are_looked_for() -> bool:
    """Whether the workspace declares what is odd."""
    return "honesty_burst_minutes" in limits()


@drawn_once
def limits() -> dict[str, float]:
    """The limits the figures went by, by name."""
    rows = store.fetch("method_limits")
    return dict(zip(rows["name"], rows["value"], strict=True))


def rows(subject_id: str, period_kind: str, period: date) -> pd.DataFrame:
    """The suspicions about a subject in a period, the gravest first."""
    return store.fetch(
        "suspicions", subject_id=subject_id, period_kind=period_kind, period=period
    )


def sentence(row: Any) -> str:
    """What was seen and what is usual; Markdown."""
    known = limits()
    values = {
        "n": formats.count(row.n),
        "base": "" if formats.is_missing(row.base) else formats.count(row.base),
        "expected": _expected(row.expected),
        "month": formats.period("month", row.month),
        "minutes": formats.count(known.get("honesty_burst_minutes", 0)),
        "seconds": formats.count(known.get("honesty_instant_seconds", 0)),
    }
    if row.kind == "burst":
        values |= {
            "day": formats.day(row.day),
            "first": f"{row.first_at:%H:%M}",
            "last": f"{row.last_at:%H:%M}",
            "window": str(row.window_hash),
            "alike": formats.share(row.alike, row.n),
        }
    return plain(t(f"suspicion.{row.kind}", **values))


def effect(doubt: Any, count: int) -> str:
    """How many suspicions and ratings, and what becomes of the share without them."""
    ratings = formats.count(doubt.doubtful_count)
    if formats.is_missing(doubt.share) or formats.is_missing(doubt.share_without):
        return plain(tn("suspicion.counted", count, n=formats.count(count)))
    return plain(
        tn(
            "suspicion.effect",
            count,
            n=formats.count(count),
            ratings=ratings,
            without=formats.share(doubt.share_without, doubt.n),
            change=formats.change("share", doubt.share_without - doubt.share, finer=1),
        )
    )


def _expected(expected: float) -> str:
    return formats.number(expected, 1 if expected < _SMALL else 0)
