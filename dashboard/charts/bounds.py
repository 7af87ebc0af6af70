"""Bounds: all closed cases as one bar, and in its middle what nobody can know."""

import pandas as pd

from dashboard import template
from dashboard.charts.labels import brief, plain
from dashboard.ready_figure import ReadyFigure

_ROW_HEIGHT, _FRAME_HEIGHT = 34, 34


def bounds(frame: pd.DataFrame) -> ReadyFigure:
    """Rows of frame: name, lowest, highest, words, hover; first on top.

    From the left those who said they were satisfied, from the right those who said they
    were not; the share of all lies somewhere between, wherever the silent would stand.
    """
    rows = list(range(len(frame)))
    hover = [plain(words) for words in frame.hover]
    parts: tuple[tuple[pd.Series, str, list[str]], ...] = (
        (frame.lowest, template.BLUE, [""] * len(frame)),
        (
            frame.highest - frame.lowest,
            template.PALE,
            [plain(words) for words in frame.words],
        ),
        (1 - frame.highest, template.ORANGE, [""] * len(frame)),
    )
    bars = [
        {
            "type": "bar",
            "orientation": "h",
            "y": rows,
            "x": widths.tolist(),
            "marker": {"color": colour},
            "text": words,
            "textposition": "inside",
            "insidetextanchor": "middle",
            "textangle": 0,
            "textfont": {"size": 11},
            "constraintext": "none",
            "hovertext": hover,
            "hovertemplate": "%{hovertext}<extra></extra>",
        }
        for widths, colour, words in parts
    ]
    return template.figure(
        _FRAME_HEIGHT + _ROW_HEIGHT * max(len(frame), 1),
        bars,
        xaxis={
            "range": [0, 1],
            "tickvals": [0, 0.25, 0.5, 0.75, 1],
            "tickformat": ",.0%",
            "showgrid": True,
        },
        yaxis={
            "autorange": "reversed",
            "tickvals": rows,
            "ticktext": [brief(name, 16) for name in frame.name],
            "showgrid": False,
        },
        barmode="stack",
        margin={"r": 20},
    )
