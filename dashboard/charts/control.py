"""Control chart: a series, its usual limits, and a shape for what is no accident."""

from typing import Any

import pandas as pd

from dashboard import template
from dashboard.charts import vega
from dashboard.charts.hatching import hatch
from dashboard.charts.lines import days
from dashboard.charts.vega import Spec, given
from dashboard.records import records

# By the label's rule. Told by the shape first, and by the colour too.
SHAPES = {
    "": "circle",
    "above": "diamond",
    "below": "diamond",
    "rising": "triangle-up",
    "falling": "triangle-down",
    "near_above": "square",
    "near_below": "square",
    "run_above": "circle",
    "run_below": "circle",
}


def control(
    frame: pd.DataFrame,
    *,
    provisional_word: str = "",
    tick_format: str = "",
    height: int = 260,
) -> Spec:
    """Rows of frame: period, axis, value, centre, low, high, label, is_signal,
    is_provisional, hover; in the order of time. `axis` is what the axis calls a period.

    Months of a signal are orange; a label has its own shape; a run on one side is
    hollow. Without limits there is a line with dots.
    """
    rows = [_row(row) for row in records(frame)]
    limited = [row for row in rows if row["low"] is not None]
    layers: list[Spec] = [*hatch(frame, provisional_word)]
    if limited:
        layers += [
            {
                "data": {"values": limited},
                "mark": {"type": "area", "color": template.PALE, "opacity": 0.6},
                "encoding": {
                    "y": {"field": "low", "type": "quantitative"},
                    "y2": {"field": "high"},
                },
            },
            {
                "data": {"values": limited},
                "mark": {
                    "type": "line",
                    "color": template.GREY,
                    "strokeWidth": 1,
                    "strokeDash": [4, 3],
                },
                "encoding": {"y": {"field": "centre", "type": "quantitative"}},
            },
        ]
    layers += [
        {
            "data": {"values": rows},
            "mark": {"type": "line", "color": template.BLUE, "strokeWidth": 2},
            "encoding": {"y": {"field": "value", "type": "quantitative"}},
        },
        {
            "data": {"values": rows},
            "mark": {"type": "point", "opacity": 1, "strokeWidth": 1.8},
            "encoding": {
                "y": {"field": "value", "type": "quantitative"},
                "color": given("colour"),
                "fill": given("fill"),
                "shape": given("shape"),
                "size": {"field": "size", "type": "quantitative", "scale": None},
                "tooltip": {"field": "hover", "type": "nominal"},
            },
        },
    ]
    shown = frame[["value", "low", "high"]].astype(float)
    low, high = float(shown.min().min()), float(shown.max().max())
    air = (high - low) * 0.06 or max(abs(high) * 0.02, 0.005)
    return vega.specification(
        height,
        layers,
        encoding={
            "x": {
                "field": "day",
                "type": "temporal",
                "scale": {"type": "utc", "padding": 14},
                "axis": {
                    "title": None,
                    "grid": False,
                    "values": days(frame.period),
                    "labelExpr": "labels[utcFormat(datum.value, '%Y-%m-%d')]",
                    "labelOverlap": "greedy",
                    "labelSeparation": 12,
                },
            },
            "y": {
                "type": "quantitative",
                "scale": {
                    "domain": [low - air, high + air],
                    "nice": False,
                    "zero": False,
                },
                "axis": {
                    "title": None,
                    "tickCount": 5,
                    **({"format": tick_format} if tick_format else {}),
                },
            },
        },
        params=[
            {
                "name": "labels",
                "value": dict(zip(days(frame.period), frame.axis, strict=True)),
            }
        ],
    )


def _row(row: Any) -> dict[str, object]:
    colour = template.ORANGE if row.is_signal else template.BLUE
    is_run = row.label.startswith("run_")
    return {
        "day": f"{row.period:%Y-%m-%d}",
        **{
            name: None if pd.isna(getattr(row, name)) else float(getattr(row, name))
            for name in ("value", "centre", "low", "high")
        },
        "colour": colour,
        "fill": "#FFFFFF" if is_run or row.is_provisional else colour,
        "shape": SHAPES.get(row.label, "circle"),
        "size": 110 if row.label and not is_run else 60,
        "hover": row.hover,
    }
