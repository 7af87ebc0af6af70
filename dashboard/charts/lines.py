"""Lines over time: broken where nothing is known, faint over a gap, and their names."""

import itertools
from collections.abc import Iterator
from typing import Any

import pandas as pd

from dashboard import template
from dashboard.charts import vega
from dashboard.charts.vega import Spec

# So few points are marked one by one.
_FEW = 3


class Line:
    """One series: its rows, and how its line looks."""

    def __init__(self, rows: pd.DataFrame, place: int, colour: str) -> None:
        self.rows = rows
        self.name = str(rows.name.iloc[0])
        self.colour = colour
        self.is_main = bool(rows.is_main.iloc[0])
        self.dash = (
            [1, 0] if self.is_main else template.DASHES[place % len(template.DASHES)]
        )
        self.width = 3.0 if self.is_main else 1.8

    def pieces(self, course: pd.DatetimeIndex) -> Iterator[list[tuple[str, float]]]:
        """What is known without a gap, piece by piece: day and value."""
        values = self.rows.drop_duplicates("period").set_index("period").value
        placed = zip(days(course), values.reindex(course), strict=True)
        for known, piece in itertools.groupby(placed, lambda each: pd.notna(each[1])):
            if known:
                yield [(day, float(value)) for day, value in piece]


def drawn(lines: list[Line], course: pd.DatetimeIndex) -> Iterator[Spec]:
    """Lines, broken where nothing is known, and a faint one over each gap."""
    solid: list[dict[str, Any]] = []
    faint: list[dict[str, Any]] = []
    points: list[dict[str, Any]] = []
    for place, line in enumerate(lines):
        pieces = list(line.pieces(course))
        look = {"colour": line.colour, "dash": line.dash, "width": line.width}
        for number, piece in enumerate(pieces):
            named = {"piece": f"{place}.{number}", **look}
            solid += [{"day": day, "value": value, **named} for day, value in piece]
        for number, (before, after) in enumerate(itertools.pairwise(pieces)):
            named = {"piece": f"{place}.{number}", **look}
            faint += [
                {"day": day, "value": value, **named}
                for day, value in (before[-1], after[0])
            ]
        # A point between two gaps has no line to be seen by.
        if line.is_main or len(pieces) > 1 or sum(map(len, pieces)) < _FEW:
            points += [
                {"day": day, "value": value, "colour": line.colour}
                for piece in pieces
                for day, value in piece
            ]
    if faint:
        yield {
            "data": {"values": faint},
            "mark": {"type": "line", "strokeWidth": 1, "strokeDash": [1, 3]},
            "encoding": _look("opacity", 0.7),
        }
    yield {
        "data": {"values": solid},
        "mark": {"type": "line", "strokeJoin": "round"},
        "encoding": {
            **_look(),
            "strokeDash": vega.given("dash"),
            "strokeWidth": {**vega.given("width"), "type": "quantitative"},
        },
    }
    if points:
        yield {
            "data": {"values": points},
            "mark": {"type": "point", "filled": True, "size": 36, "opacity": 1},
            "encoding": {"color": vega.given("colour")},
        }


def _look(channel: str = "", value: float = 1) -> Spec:
    own = {channel: {"value": value}} if channel else {}
    return {
        "detail": {"field": "piece", "type": "nominal"},
        "color": vega.given("colour"),
        **own,
    }


def names(lines: list[Line], least: float, low: float) -> Iterator[Spec]:
    """Each line's name at its end: no legend to look up, no colour to match."""
    ended = [(line, line.rows.value.dropna()) for line in lines]
    known = [(line, float(values.iloc[-1])) for line, values in ended if len(values)]
    known.sort(key=lambda each: -each[1])
    places = apart([value for _, value in known], least, low)
    rows = [
        {"value": place, "name": line.name, "colour": line.colour}
        for (line, _), place in zip(known, places, strict=True)
    ]
    end = {"x": {"value": "width"}}
    text = {"type": "text", "align": "left", "baseline": "middle", "clip": False}
    yield {
        "data": {"values": rows},
        "mark": {**text, "dx": 8, "text": "■", "fontSize": 12},
        "encoding": {**end, "color": vega.given("colour")},
    }
    yield {
        "data": {"values": rows},
        "mark": {**text, "dx": 22, "fontSize": 11, "limit": 130, "color": vega.TEXT},
        "encoding": {**end, "text": {"field": "name", "type": "nominal"}},
    }


def apart(wanted: list[float], least: float, low: float) -> list[float]:
    """The places nearest to those wanted, best first, that lie at least so far apart.

    Names are pushed down by those above them; what would fall below `low` pushes back.
    """
    places: list[float] = []
    for value in wanted:
        places.append(min(value, places[-1] - least) if places else value)
    for place in reversed(range(len(places))):
        after = len(places) - 1 - place
        if places[place] < low + after * least:
            places[place] = low + after * least
    return places


def days(periods: pd.Series | pd.DatetimeIndex) -> list[str]:
    return [f"{day:%Y-%m-%d}" for day in periods]
