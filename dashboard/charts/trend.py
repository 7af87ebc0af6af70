"""Trend: lines over time, the subject's own thick, what is not final hatched."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pandas as pd

from dashboard import template
from dashboard.charts import break_marks, lines, vega
from dashboard.charts.break_marks import Mark
from dashboard.charts.hatching import hatch
from dashboard.charts.lines import Line, days
from dashboard.charts.vega import Spec
from dashboard.records import records

# Pixels above and below the lines: margins and the words of the time axis.
_AROUND = 44
# From one name at the end of a line to the next: less, and they would overprint.
_NAMES_APART = 16


@dataclass(frozen=True)
class Threshold:
    """A thin named line across the chart: a band's floor, a target."""

    value: float
    name: str


def trend(
    frame: pd.DataFrame,
    *,
    colours: dict[str, str],
    thresholds: Sequence[Threshold] = (),
    provisional_word: str = "",
    tick_format: str = "",
    months: int = 1,
    height: int = 240,
    marks: Sequence[Mark] = (),
) -> Spec:
    """Lines of frame: series, name, period, label, value, is_main, is_provisional,
    hover.

    Rows come in the order of time; `label` is what the axis calls a period. Periods are
    so many `months` long; those without a row or a value are gaps, never zeros: a faint
    line leads over them.
    """
    low, high = _range(frame.value, thresholds)
    drawn = [
        Line(rows, place, _colour(series, bool(rows.is_main.iloc[0]), colours))
        for place, (series, rows) in enumerate(frame.groupby("series", sort=False))
    ]
    course = _course(frame.period, months)
    pixel = (high - low) / max(height - _AROUND, 1)
    return vega.specification(
        height,
        [
            *hatch(frame, provisional_word),
            *break_marks.drawn(marks, frame.period),
            *_floors([each for each in thresholds if low <= each.value <= high]),
            *lines.drawn(drawn, course),
            _hovered(frame),
            *lines.names(drawn, pixel * _NAMES_APART, low),
        ],
        encoding={
            "x": {
                "field": "day",
                "type": "temporal",
                # Days are days, wherever the reader's clock stands.
                "scale": {"type": "utc", "padding": 10},
                "axis": {
                    "title": None,
                    "grid": False,
                    "values": days(frame.period.drop_duplicates()),
                    "labelExpr": "labels[utcFormat(datum.value, '%Y-%m-%d')]",
                    "labelOverlap": "greedy",
                    "labelSeparation": 12,
                },
            },
            "y": {
                "field": "value",
                "type": "quantitative",
                "scale": {"domain": [low, high], "nice": False, "zero": False},
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
                "value": dict(zip(days(frame.period), frame.label, strict=True)),
            }
        ],
    )


def _hovered(frame: pd.DataFrame) -> Spec:
    """A line under the pointer that says what every series has there."""
    names: dict[str, str] = {}
    told: dict[pd.Timestamp, dict[str, str]] = {}
    for row in records(frame):
        # Names of fields are ours: those of data could mean something to Vega.
        field = (
            f"s{list(names).index(row.series) if row.series in names else len(names)}"
        )
        names.setdefault(row.series, row.name)
        of_day = told.setdefault(
            row.period, {"day": f"{row.period:%Y-%m-%d}", "label": row.label}
        )
        if row.hover:
            of_day[field] = row.hover
    rows = [told[day] for day in sorted(told)]
    return {
        "data": {"values": rows},
        "mark": {"type": "rule", "color": template.GREY, "strokeWidth": 1},
        "params": [
            {
                "name": "hovered",
                "select": {
                    "type": "point",
                    "encodings": ["x"],
                    "nearest": True,
                    "on": "pointermove",
                    "clear": "pointerout",
                },
            }
        ],
        "encoding": {
            # Upright through the whole chart.
            "y": None,
            "opacity": {
                "condition": {"param": "hovered", "empty": False, "value": 0.6},
                "value": 0,
            },
            "tooltip": [
                {"field": "label", "type": "nominal", "title": " "},
                *(
                    {"field": f"s{place}", "type": "nominal", "title": name}
                    for place, name in enumerate(names.values())
                ),
            ],
        },
    }


def _floors(thresholds: Sequence[Threshold]) -> Iterator[Spec]:
    if not thresholds:
        return
    rows = [{"value": each.value, "name": each.name} for each in thresholds]
    yield {
        "data": {"values": rows},
        "mark": {"type": "rule", "color": template.LINE, "strokeDash": [2, 3]},
        "encoding": {"x": None},
    }
    yield {
        "data": {"values": rows},
        "mark": {
            "type": "text",
            "align": "left",
            "baseline": "bottom",
            "dy": -2,
            "fontSize": 10,
            "color": template.GREY,
        },
        "encoding": {"x": {"value": 0}, "text": {"field": "name", "type": "nominal"}},
    }


def _course(periods: pd.Series, months: int) -> pd.DatetimeIndex:
    """Every period from the first to the last, those that nobody has included."""
    every = pd.date_range(
        periods.min(), periods.max(), freq=pd.DateOffset(months=months)
    )
    return every.union(pd.DatetimeIndex(periods.unique()))


def _range(values: pd.Series, thresholds: Sequence[Threshold]) -> tuple[float, float]:
    """From the lowest to the highest value with a little air, and to the next
    threshold on either side; those beyond would only flatten the lines."""
    known = values.dropna().astype(float)
    if known.empty:
        return 0.0, 1.0
    low, high = float(known.min()), float(known.max())
    floors = [each.value for each in thresholds]
    low = max([floor for floor in floors if floor <= low], default=low)
    high = min([floor for floor in floors if floor >= high], default=high)
    air = (high - low) * 0.08 or max(abs(high) * 0.05, 0.01)
    return low - air, high + air


def _colour(series: object, main: bool, colours: dict[str, str]) -> str:
    return template.BLUE if main else colours.get(str(series), template.GREY)
