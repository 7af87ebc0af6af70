"""Funnel: shares by how many rows they rest on, and limits that open for the small."""

from typing import Any

import pandas as pd

from dashboard import template
from dashboard.charts import vega
from dashboard.charts.labels import cut
from dashboard.charts.vega import Spec, given
from dashboard.records import records

# Streamlit hands back what was clicked under this name.
CHOSEN = "chosen"
_LOOKS = {
    "inside": (template.GREY, "circle", 40),
    "watch": (template.BLUE, "square", 70),
    "alarm": (template.ORANGE, "diamond", 110),
}
# Names beside dots: more would overprint.
_NAMED = 6


def funnel(
    frame: pd.DataFrame, *, names: dict[str, str], tick_format: str, height: int = 400
) -> Spec:
    """Rows of frame: id, name, n, value, centre, low_watch, high_watch, low_alarm,
    high_alarm, z, found, hover; by n. A click selects the id.

    names: how the axis of n (`n`), the middle (`centre`) and the two pairs of limits
    (`watch`, `alarm`) are called.
    """
    edges = frame.drop_duplicates("n")
    dots = [_dot(row) for row in records(frame)]
    far = frame[frame.found == "alarm"].assign(distance=frame.z.abs())
    named = set(far.nlargest(_NAMED, "distance").id)
    values = frame[["value", "low_watch", "high_watch"]].astype(float)
    low, high = float(values.min().min()), float(values.max().max())
    air = (high - low) * 0.04 or 0.01
    limits = [
        {"n": float(row.n), "limit": float(getattr(row, side)), "side": side}
        for side in ("low_watch", "high_watch", "low_alarm", "high_alarm")
        for row in records(edges)
    ]
    end = edges.iloc[-1]
    return vega.specification(
        height,
        [
            {
                "data": {"values": limits},
                "mark": {
                    "type": "line",
                    "clip": True,
                    "color": template.GREY,
                    "strokeWidth": 1.2,
                },
                "encoding": {
                    "y": {"field": "limit", "type": "quantitative"},
                    "detail": {"field": "side", "type": "nominal"},
                    "strokeDash": {
                        "condition": {
                            "test": "indexof(datum.side, 'watch') >= 0",
                            "value": [4, 3],
                        },
                        "value": [1, 0],
                    },
                },
            },
            {
                "data": {"values": [{"value": float(frame.centre.iloc[0])}]},
                "mark": {"type": "rule", "color": template.BLUE, "strokeWidth": 1},
                "encoding": {"x": None},
            },
            {
                "data": {
                    "values": [
                        {"n": float(end.n), "value": float(end[at]), "name": names[key]}
                        for at, key in (
                            ("high_alarm", "alarm"),
                            ("low_watch", "watch"),
                            ("centre", "centre"),
                        )
                    ]
                },
                "mark": {
                    "type": "text",
                    "align": "right",
                    "dy": -6,
                    "fontSize": 10,
                    "color": template.GREY,
                },
                "encoding": {"text": {"field": "name", "type": "nominal"}},
            },
            {
                "data": {"values": dots},
                "mark": {"type": "point", "filled": True, "opacity": 0.9},
                "params": [
                    {"name": CHOSEN, "select": {"type": "point", "fields": ["id"]}}
                ],
                "encoding": {
                    "color": given("colour"),
                    "shape": given("shape"),
                    "size": {"field": "size", "type": "quantitative", "scale": None},
                    "tooltip": {"field": "hover", "type": "nominal"},
                },
            },
            {
                "data": {"values": [dot for dot in dots if dot["id"] in named]},
                "mark": {
                    "type": "text",
                    "align": "left",
                    "dx": 8,
                    "fontSize": 11,
                    "color": vega.TEXT,
                },
                "encoding": {"text": {"field": "name", "type": "nominal"}},
            },
        ],
        encoding={
            "x": {
                "field": "n",
                "type": "quantitative",
                # Offices differ by a factor of thousands.
                "scale": {"type": "log", "nice": False, "padding": 12},
                "axis": {
                    "title": names["n"],
                    "grid": False,
                    "tickCount": 6,
                    "format": ",d",
                    "labelOverlap": "greedy",
                },
            },
            "y": {
                "field": "value",
                "type": "quantitative",
                "scale": {
                    "domain": [max(0.0, low - air), min(1.0, high + air)],
                    "nice": False,
                    "zero": False,
                },
                "axis": {"title": None, "tickCount": 6, "format": tick_format},
            },
        },
    )


def _dot(row: Any) -> dict[str, object]:
    colour, shape, size = _LOOKS[row.found]
    return {
        "id": row.id,
        "name": cut(row.name, 14),
        "n": float(row.n),
        "value": float(row.value),
        "colour": colour,
        "shape": shape,
        "size": size,
        "hover": row.hover,
    }
