"""Stripes over periods that are not final."""

import itertools
from collections.abc import Iterator
from datetime import timedelta

import pandas as pd

from dashboard import template
from dashboard.charts.vega import Spec

# An even number: where two such periods meet, no stripe is twice as wide.
_STRIPES = 10


def hatch(frame: pd.DataFrame, word: str) -> Iterator[Spec]:
    """Stripes over what is not final: half a period to either side of its day."""
    waiting = frame[frame.is_provisional].period.drop_duplicates()
    if waiting.empty:
        return
    half = _step(frame.period) / 2
    stripes = [
        {"offset": place / _STRIPES, "color": colour}
        for place, edge in enumerate(itertools.pairwise(range(_STRIPES + 1)))
        for place, colour in zip(
            edge, [(template.PALE, "transparent")[place % 2]] * 2, strict=True
        )
    ]
    yield {
        "data": {
            "values": [
                {
                    "day": f"{day - half:%Y-%m-%d}",
                    "until": f"{day + half:%Y-%m-%d}",
                    "word": word,
                }
                for day in waiting
            ]
        },
        "mark": {
            "type": "rect",
            "clip": True,
            "color": {
                "gradient": "linear",
                "x1": 0,
                "y1": 0,
                "x2": 1,
                "y2": 0,
                "stops": stripes,
            },
        },
        "encoding": {
            "x2": {"field": "until"},
            "y": None,
            "tooltip": {"field": "word", "type": "nominal"},
        },
    }


def _step(periods: pd.Series) -> timedelta:
    """From one period to the next."""
    days = periods.drop_duplicates().sort_values().diff().dt.days.dropna()
    return timedelta(days=float(days.iloc[-1]) if len(days) else 30.0)
