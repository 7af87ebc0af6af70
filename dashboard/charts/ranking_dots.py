"""The satisfaction ranking: dots with intervals, and the tiers they fall into."""

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard import template
from dashboard.charts import vega
from dashboard.charts.labels import cut
from dashboard.charts.vega import Spec, given

ROW_HEIGHT = 24
# The words of the axis and the margins.
_AROUND = 44
# Pixels between the edges and what is measured, so that a dot at the edge is whole.
_AIR = 8
# Before its line each row has its figures in words; on a telephone the share alone,
# and less of its name.
_HAS_ROOM = "width > 560"
_WORDS, _SHARE = 210, 50
_NAME, _NARROW_NAME = 32, 118
# Who is only listed: told by the shape, and by the colour too.
_RANKED = {"colour": template.BLUE, "shape": "circle", "size": 72}
_LISTED = {"colour": template.GREY, "shape": "diamond", "size": 84}


@dataclass(frozen=True)
class Dot:
    """One row. tier: None for who is listed but not ranked. ordered_by: where it
    differs from the value."""

    name: str
    value: float
    low: float
    high: float
    ordered_by: float | None
    tier: int | None
    share: str
    words: str
    hover: str
    is_main: bool


def ranking_dots(
    dots: Sequence[Dot], *, tier_words: dict[int, str], unranked_words: str
) -> Spec:
    """A dot with its interval for each; what it is ordered by is a thin stroke.

    Dots come in the order of places, who is not ranked last. Every other tier is shaded
    and each has its word, so that the shade alone carries nothing. A pointer or a
    finger anywhere in a row reads its hover.
    """
    rows = [_row(place, dot) for place, dot in enumerate(dots)]
    strokes = [row for row in rows if row["order"] is not None]
    return vega.specification(
        ROW_HEIGHT * max(len(dots), 3) + _AROUND,
        [
            *_tiers(dots, tier_words, unranked_words),
            {
                "data": {"values": rows},
                "mark": {"type": "rule", "color": template.GREY, "strokeWidth": 1.2},
                "encoding": {
                    "x": {"field": "low", "type": "quantitative"},
                    "x2": {"field": "high"},
                },
            },
            {
                "data": {"values": rows},
                "mark": {"type": "point", "filled": True, "opacity": 1},
                "encoding": {
                    "color": given("colour"),
                    "shape": given("shape"),
                    "size": {"field": "size", "type": "quantitative", "scale": None},
                },
            },
            {
                "data": {"values": strokes},
                "mark": {
                    "type": "tick",
                    "orient": "vertical",
                    "color": template.BLUE,
                    "thickness": 2,
                    "size": 13,
                },
                "encoding": {"x": {"field": "order", "type": "quantitative"}},
            },
            {
                "data": {"values": rows},
                "mark": {
                    "type": "text",
                    "align": "left",
                    "baseline": "middle",
                    "fontSize": 11,
                    "color": vega.TEXT,
                },
                "encoding": {
                    "x": {"value": 4},
                    "text": {
                        "condition": {
                            "test": _HAS_ROOM,
                            "field": "words",
                            "type": "nominal",
                        },
                        "field": "share",
                        "type": "nominal",
                    },
                },
            },
            _pointed_at(rows),
        ],
        encoding={
            "x": {
                "field": "value",
                "type": "quantitative",
                "scale": {
                    "domain": _range(dots),
                    "range": [
                        {"expr": f"{_HAS_ROOM} ? {_WORDS} : {_SHARE}"},
                        {"expr": f"width - {_AIR}"},
                    ],
                    "nice": False,
                    "zero": False,
                },
                "axis": {"title": None, "tickCount": 6, "format": ",.1~%"},
            },
            "y": {
                "field": "place",
                "type": "quantitative",
                "scale": {
                    "domain": [len(dots) - 0.5, -0.5],
                    "nice": False,
                    "zero": False,
                },
                "axis": {
                    "title": None,
                    "values": list(range(len(dots))),
                    "labelExpr": "names[datum.value]",
                    "labelOverlap": False,
                    "labelLimit": {"expr": f"{_HAS_ROOM} ? 0 : {_NARROW_NAME}"},
                    "grid": False,
                    "ticks": False,
                    "domain": False,
                },
            },
        },
        params=[{"name": "names", "value": [cut(dot.name, _NAME) for dot in dots]}],
    )


def _row(place: int, dot: Dot) -> dict[str, object]:
    return {
        "place": place,
        "above": place - 0.5,
        "below": place + 0.5,
        "value": float(dot.value),
        "low": float(dot.low),
        "high": float(dot.high),
        "order": None if dot.ordered_by is None else float(dot.ordered_by),
        "share": dot.share,
        "words": dot.words,
        "hover": dot.hover,
        **(_RANKED if dot.is_main else _LISTED),
    }


def _tiers(
    dots: Sequence[Dot], tier_words: dict[int, str], unranked_words: str
) -> tuple[Spec, Spec]:
    """Shades behind the rows of every other tier, and each tier's word beside them."""
    places: dict[int | None, list[int]] = {}
    for place, dot in enumerate(dots):
        # Who is listed forms the last one.
        places.setdefault(dot.tier, []).append(place)
    tiers = [
        {
            "above": of_tier[0] - 0.5,
            "below": of_tier[-1] + 0.5,
            "name": unranked_words if tier is None else tier_words[tier],
        }
        for tier, of_tier in places.items()
    ]
    return (
        {
            "data": {"values": tiers[::2]},
            "mark": {"type": "rect", "color": template.PALE, "opacity": 0.4},
            "encoding": _across(),
        },
        {
            "data": {"values": tiers},
            "mark": {
                "type": "text",
                "align": "left",
                "baseline": "top",
                "dx": 6,
                "dy": 6,
                "fontSize": 11,
                "color": vega.TEXT,
            },
            "encoding": {
                "x": {"value": "width"},
                "y": {"field": "above", "type": "quantitative"},
                "text": {"field": "name", "type": "nominal"},
            },
        },
    )


def _pointed_at(rows: list[dict[str, object]]) -> Spec:
    """Each whole row, to be seen only under the pointer."""
    return {
        "data": {"values": rows},
        "mark": {"type": "rect", "color": template.GREY},
        "params": [
            {
                "name": "pointed_at",
                "select": {
                    "type": "point",
                    "fields": ["place"],
                    "on": "pointerover",
                    "clear": "pointerout",
                },
            }
        ],
        "encoding": {
            **_across(),
            "opacity": {
                "condition": {"param": "pointed_at", "empty": False, "value": 0.12},
                "value": 0,
            },
            "tooltip": {"field": "hover", "type": "nominal"},
        },
    }


def _across() -> Spec:
    """From edge to edge, as high as the rows it is about."""
    return {
        "x": {"value": 0},
        "x2": {"value": "width"},
        "y": {"field": "above", "type": "quantitative"},
        "y2": {"field": "below"},
    }


def _range(dots: Sequence[Dot]) -> list[float]:
    """From the lowest end of an interval to the highest; never a single point."""
    shown = [
        float(end)
        for dot in dots
        for end in (dot.value, dot.low, dot.high, dot.ordered_by)
        if end is not None
    ]
    low, high = min(shown), max(shown)
    return [low, high] if high > low else [low - 0.005, high + 0.005]
