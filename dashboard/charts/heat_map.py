"""Heat map: two kinds of subjects in rows and columns, a score in each cell."""

import pandas as pd
import plotly.graph_objects as go

from dashboard import template
from dashboard.charts.labels import brief, plain

# Pixels of a row: as many departments as a province has must fit on one screen.
_ROW_LEAST, _ROW_MOST = 10.8, 56.0
# Room for the names of columns: upright where they do not fit side by side.
_HEAD, _HEAD_MOST = 44, 76
_LETTER, _WIDE_LETTER = 6, 11
# About what a column has on a desk.
_WIDTH = 620
_WHITE, _DARK = "#FFFFFF", "#1B2430"
# White reads on the upper part of the sequential scale (4.5:1), dark on the rest.
_WHITE_FROM = 0.66


def heat_map(frame: pd.DataFrame, *, least_height: int = 0) -> go.Figure:
    """Cells of frame: row_id, row_name, row_place, column_id, column_name,
    column_place, id, value, words, hover, is_lowest.

    Rows and columns stand in the order of their places. A cell without a value shows
    its words on bare ground. customdata of a click is the cell's id.
    """
    rows = frame.drop_duplicates("row_id").sort_values("row_place")
    columns = frame.drop_duplicates("column_id").sort_values("column_place")
    y_of = {row: place for place, row in enumerate(rows.row_id)}
    x_of = {column: place for place, column in enumerate(columns.column_id)}
    y, x = frame.row_id.map(y_of), frame.column_id.map(x_of)
    head = _head(columns.column_name)
    row = min(max((least_height - head) / len(rows), _ROW_LEAST), _ROW_MOST)
    height = int(row * len(rows)) + head
    # Letters never taller than their row.
    size, label_size = (11, 11) if row > 14 else (10, 10) if row > 12 else (9, 10)
    figure = template.figure(
        height,
        xaxis={
            "side": "top",
            "tickvals": list(x_of.values()),
            "ticktext": [brief(name, 15) for name in columns.column_name],
            "tickfont": {"size": label_size},
            # Never slanted: names would start beside their columns.
            "autotickangles": [0, -90],
            "range": [-0.5, len(x_of) - 0.5],
        },
        yaxis={
            "tickvals": list(y_of.values()),
            "ticktext": [brief(name, 19) for name in rows.row_name],
            "tickfont": {"size": label_size},
            "range": [len(y_of) - 0.5, -0.5],
            "showgrid": False,
        },
        clickmode="event+select",
        # Any point of a cell answers, not only its middle.
        hoverdistance=40,
        shapes=[
            _frame_of(place_x, place_y)
            for place_x, place_y, lowest in zip(x, y, frame.is_lowest, strict=True)
            if lowest
        ],
    )
    low, high = _range(frame.value)
    scores = [[None] * len(x_of) for _ in y_of]  # type: list[list[float | None]]
    for place_y, place_x, value in zip(y, x, frame.value, strict=True):
        scores[place_y][place_x] = None if pd.isna(value) else float(value)
    figure.add_heatmap(
        z=scores,
        zmin=low,
        zmax=high,
        colorscale=[list(stop) for stop in template.SEQUENTIAL],
        showscale=False,
        xgap=2,
        ygap=2 if row > 14 else 1,
        hoverinfo="skip",
    )
    # Heat maps can neither be selected in Streamlit nor write where nothing is:
    # invisible markers on top of the cells do both.
    figure.add_scatter(
        x=x.tolist(),
        y=y.tolist(),
        mode="markers+text",
        text=frame.words.map(plain).tolist(),
        textfont={
            "size": size,
            "color": [_ink(value, low, high) for value in frame.value],
        },
        marker={
            "symbol": "square",
            "size": max(10, int(row) - 3),
            "color": "rgba(0,0,0,0)",
        },
        customdata=frame.id.tolist(),
        hovertext=frame.hover.map(plain).tolist(),
        hovertemplate="%{hovertext}<extra></extra>",
        selected={"marker": {"opacity": 1}},
        unselected={"marker": {"opacity": 1}},
    )
    return figure


def _head(names: pd.Series) -> int:
    """Pixels for the names of the columns on a desk."""
    longest = max(
        sum(_LETTER if letter.isascii() else _WIDE_LETTER for letter in str(name))
        for name in names
    )
    if longest < _WIDTH / len(names):
        return _HEAD
    return min(max(longest + 12, _HEAD), _HEAD_MOST)


def _frame_of(x: int, y: int) -> dict[str, object]:
    """A frame just inside a cell, for the lowest band."""
    return {
        "type": "rect",
        "x0": x - 0.46,
        "x1": x + 0.46,
        "y0": y - 0.44,
        "y1": y + 0.44,
        "line": {"color": template.ORANGE, "width": 1.5},
    }


def _range(values: pd.Series) -> tuple[float, float]:
    """At least ten points wide: small differences must not look like large ones."""
    known = values.dropna()
    if known.empty:
        return 0.0, 100.0
    low, high = float(known.min()), float(known.max())
    spare = max(0.0, 10.0 - (high - low)) / 2
    return low - spare, high + spare


def _ink(value: float, low: float, high: float) -> str:
    if pd.isna(value):
        return template.GREY
    return _WHITE if (value - low) / (high - low) >= _WHITE_FROM else _DARK
