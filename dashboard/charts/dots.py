"""Dots with intervals: one row a subject, thin line its interval, dot its value."""

from collections.abc import Iterator
from typing import Any

import pandas as pd

from dashboard import template
from dashboard.charts.labels import brief, plain
from dashboard.ready_figure import ReadyFigure

ROW_HEIGHT = 24


def dots(
    frame: pd.DataFrame, *, reference: float | None = None, reference_name: str = ""
) -> ReadyFigure:
    """Rows of frame: id, name, value, low, high, is_main, hover; first on top.

    A row without a value keeps its place and has its `words`, if any, for a dot.
    customdata of a point is its id.
    """
    rows = list(range(len(frame)))
    return template.figure(
        ROW_HEIGHT * max(len(frame), 3) + 44,
        [_points(frame, rows)],
        xaxis={"showgrid": True, "nticks": 6},
        yaxis={
            "range": [len(frame) - 0.5, -0.5],
            "tickvals": rows,
            "ticktext": [brief(name, 22) for name in frame.name],
            "showgrid": False,
        },
        margin={} if reference is None else {"t": 20},
        clickmode="event+select",
        shapes=list(_line(reference)),
        annotations=[*_line_name(reference, reference_name), *_words(frame)],
    )


def _points(frame: pd.DataFrame, rows: list[int]) -> dict[str, Any]:
    values = frame.value.astype(float)
    return {
        "type": "scatter",
        "x": [None if pd.isna(value) else value for value in values],
        "y": rows,
        "mode": "markers",
        "marker": {
            "color": [
                template.BLUE if main else template.GREY for main in frame.is_main
            ],
            "size": 9,
        },
        "error_x": {
            "type": "data",
            "symmetric": False,
            "array": (frame.high - values).fillna(0).tolist(),
            "arrayminus": (values - frame.low).fillna(0).tolist(),
            "color": template.GREY,
            "thickness": 1.2,
            "width": 0,
        },
        "customdata": frame.id.tolist(),
        "hovertext": frame.hover.map(plain).tolist(),
        "hovertemplate": "%{hovertext}<extra></extra>",
        # A click selects; the others must not fade.
        "selected": {"marker": {"opacity": 1}},
        "unselected": {"marker": {"opacity": 1}},
    }


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


def _words(frame: pd.DataFrame) -> Iterator[dict[str, Any]]:
    """What stands in place of a value that is not known."""
    if "words" not in frame:
        return
    for place, (words, known) in enumerate(
        zip(frame.words, frame.value.notna(), strict=True)
    ):
        if not known:
            yield {
                "xref": "paper", "x": 0, "xanchor": "left",
                "y": place, "yanchor": "middle",
                "text": plain(words), "showarrow": False,
                "font": {"size": 11, "color": template.GREY},
            }  # fmt: skip
