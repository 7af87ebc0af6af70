"""Upright lines where a series breaks, each with a number that a list explains."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pandas as pd

from dashboard import template
from dashboard.charts.vega import TEXT, Spec


@dataclass(frozen=True)
class Mark:
    """A day (2026-07-01), its number, and what changed in words."""

    day: str
    label: str
    words: str


def drawn(marks: Sequence[Mark], periods: pd.Series) -> Iterator[Spec]:
    """Layers for the marks within a chart's periods."""
    first, last = (f"{day:%Y-%m-%d}" for day in (periods.min(), periods.max()))
    rows = [
        {"day": mark.day, "number": mark.label, "words": f"{mark.day} {mark.words}"}
        for mark in marks
        if first <= mark.day <= last
    ]
    if not rows:
        return
    tooltip = {"field": "words", "type": "nominal", "title": " "}
    yield {
        "data": {"values": rows},
        "mark": {
            "type": "rule",
            "color": template.ORANGE,
            "strokeWidth": 1.5,
            "strokeDash": [5, 3],
        },
        "encoding": {"y": None, "tooltip": tooltip},
    }
    yield {
        "data": {"values": rows},
        "mark": {"type": "text", "dx": 7, "dy": 6, "fontSize": 11, "color": TEXT},
        "encoding": {
            "y": {"value": 0},
            "text": {"field": "number", "type": "nominal"},
            "tooltip": tooltip,
        },
    }
