"""Contributions: a waterfall of what each indicator adds to the score."""

import pandas as pd

from dashboard import template
from dashboard.charts.labels import brief, plain
from dashboard.ready_figure import ReadyFigure


def height_of(bars: int) -> int:
    """Pixels of a waterfall of so many indicators, its total and its axis."""
    return max(240, 24 * (bars + 1) + 36)


def contributions(
    frame: pd.DataFrame, *, total: float, total_name: str, colours: dict[str, str]
) -> ReadyFigure:
    """Bars of frame: name, pillar, start, contribution, full, hover; ends at total.

    A bar begins where the one above ended. Its pale part is what a full score would
    have added.
    """
    names = [*(brief(name, 16) for name in frame.name), plain(total_name)]
    rows = list(range(len(names)))
    most = {
        "type": "bar",
        "orientation": "h",
        "y": rows[:-1],
        "x": frame.full.tolist(),
        "base": frame.start.tolist(),
        "marker": {"color": template.PALE},
        "text": frame.words.tolist(),
        "textposition": "outside",
        "cliponaxis": False,
        "hoverinfo": "skip",
    }
    reached = {
        "type": "bar",
        "orientation": "h",
        "y": rows,
        "x": [*frame.contribution, total],
        "base": [*frame.start, 0.0],
        "marker": {
            "color": [
                *(colours.get(pillar, template.GREY) for pillar in frame.pillar),
                template.BLUE,
            ]
        },
        "text": [""] * len(frame) + [f"{total:.1f}"],
        "textposition": "outside",
        "cliponaxis": False,
        "hovertext": [*frame.hover.map(plain), plain(f"{total_name} {total:.1f}")],
        "hovertemplate": "%{hovertext}<extra></extra>",
    }
    return template.figure(
        height_of(len(frame)),
        [most, reached],
        xaxis={"range": [0, 100], "showgrid": True, "nticks": 6},
        yaxis={
            "autorange": "reversed",
            "tickvals": rows,
            "ticktext": names,
            "showgrid": False,
        },
        barmode="overlay",
        bargap=0.3,
        margin={"r": 36},
    )
