"""Dots with intervals: one row a subject, thin line its interval, dot its value."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from dashboard import template
from dashboard.charts.labels import brief, plain
from dashboard.formats import is_missing
from dashboard.ready_figure import ReadyFigure

ROW_HEIGHT = 24


@dataclass(frozen=True)
class Dot:
    """One row. A value or an end of its interval that is not known is missing, in any
    of the ways an answer says so; `words` then stand in place of the dot."""

    id: str
    name: str
    value: float | None
    low: float | None
    high: float | None
    is_main: bool
    hover: str
    words: str = ""


def dots(
    shown: Sequence[Dot], *, reference: float | None = None, reference_name: str = ""
) -> ReadyFigure:
    """The first on top. customdata of a point is its id."""
    rows = list(range(len(shown)))
    return template.figure(
        ROW_HEIGHT * max(len(shown), 3) + 44,
        [_points(shown, rows)],
        xaxis={"showgrid": True, "nticks": 6},
        yaxis={
            "range": [len(shown) - 0.5, -0.5],
            "tickvals": rows,
            "ticktext": [brief(dot.name, 22) for dot in shown],
            "showgrid": False,
        },
        margin={} if reference is None else {"t": 20},
        clickmode="event+select",
        shapes=list(_line(reference)),
        annotations=[*_line_name(reference, reference_name), *_words(shown)],
    )


def _points(shown: Sequence[Dot], rows: list[int]) -> dict[str, Any]:
    values = [None if is_missing(dot.value) else dot.value for dot in shown]
    return {
        "type": "scatter",
        "x": values,
        "y": rows,
        "mode": "markers",
        "marker": {
            "color": [template.BLUE if dot.is_main else template.GREY for dot in shown],
            "size": 9,
        },
        "error_x": {
            "type": "data",
            "symmetric": False,
            "array": [_between(dot.value, dot.high) for dot in shown],
            "arrayminus": [_between(dot.low, dot.value) for dot in shown],
            "color": template.GREY,
            "thickness": 1.2,
            "width": 0,
        },
        "customdata": [dot.id for dot in shown],
        "hovertext": [plain(dot.hover) for dot in shown],
        "hovertemplate": "%{hovertext}<extra></extra>",
        # A click selects; the others must not fade.
        "selected": {"marker": {"opacity": 1}},
        "unselected": {"marker": {"opacity": 1}},
    }


def _between(low: float | None, high: float | None) -> float:
    """How far it is from one to the other; nothing where one is not known."""
    if low is None or high is None or is_missing(low) or is_missing(high):
        return 0.0
    return float(high - low)


def _line(reference: float | None) -> Iterator[dict[str, Any]]:
    """An upright line through the whole chart."""
    if reference is not None:
        yield {
            "type": "line", "xref": "x", "x0": reference, "x1": reference,
            "yref": "y domain", "y0": 0, "y1": 1,
            "line": {"color": template.GREY, "width": 1, "dash": "dash"},
        }  # fmt: skip


def _line_name(reference: float | None, name: str) -> Iterator[dict[str, Any]]:
    if reference is not None:
        yield {
            "text": plain(name), "showarrow": False,
            "xref": "x", "x": reference, "xanchor": "left",
            "yref": "y domain", "y": 1, "yanchor": "bottom",
            "font": {"size": 10, "color": template.GREY},
        }  # fmt: skip


def _words(shown: Sequence[Dot]) -> Iterator[dict[str, Any]]:
    """What stands in place of a value that is not known."""
    for place, dot in enumerate(shown):
        if dot.words and is_missing(dot.value):
            yield {
                "xref": "paper", "x": 0, "xanchor": "left",
                "y": place, "yanchor": "middle",
                "text": plain(dot.words), "showarrow": False,
                "font": {"size": 11, "color": template.GREY},
            }  # fmt: skip
