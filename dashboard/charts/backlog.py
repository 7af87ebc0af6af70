"""Backlog: open cases at the end of each month, one bar on another by their age."""

import pandas as pd
from plotly.colors import sample_colorscale

from dashboard import template
from dashboard.charts.labels import plain
from dashboard.ready_figure import ReadyFigure

_LEGEND = 26


def backlog(frame: pd.DataFrame, *, height: int = 240) -> ReadyFigure:
    """Bars of frame: label, age_class, class_name, open_count, hover; time in order.

    Young cases stand at the bottom and are pale. The oldest class has the colour of
    what needs attention.
    """
    classes = list(frame.groupby("age_class", sort=True))
    bars = [
        {
            "type": "bar",
            "x": rows.label.tolist(),
            "y": rows.open_count.tolist(),
            "name": plain(rows.class_name.iloc[0]),
            "marker": {"color": colour},
            "hovertext": [plain(words) for words in rows.hover],
            "hovertemplate": "%{hovertext}<extra></extra>",
        }
        for (_, rows), colour in zip(classes, _colours(len(classes)), strict=True)
    ]
    return template.figure(
        height,
        bars,
        margin={"t": _LEGEND},
        xaxis={"type": "category", "nticks": 7, "tickangle": 0},
        yaxis={"nticks": 5, "rangemode": "tozero", "tickformat": ",d"},
        barmode="stack",
        bargap=0.3,
        showlegend=True,
        legend={
            "orientation": "h",
            "x": 0,
            "y": 1,
            "yanchor": "bottom",
            "traceorder": "normal",
            "itemclick": False,
            "itemdoubleclick": False,
        },
    )


def _colours(classes: int) -> list[str]:
    """From pale to dark, and orange for the last."""
    younger = max(classes - 1, 0)
    places = [0.25 + 0.6 * place / max(younger - 1, 1) for place in range(younger)]
    scale = [list(stop) for stop in template.SEQUENTIAL]
    return [*sample_colorscale(scale, places), template.ORANGE]
