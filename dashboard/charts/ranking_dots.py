"""The satisfaction ranking: dots with intervals, and the tiers they fall into."""

import pandas as pd
import plotly.graph_objects as go

from dashboard import template
from dashboard.charts.dots import dots
from dashboard.charts.labels import plain
from dashboard.formats import is_missing


def ranking_dots(
    frame: pd.DataFrame, *, tier_words: dict[int, str], unranked_words: str
) -> go.Figure:
    """Rows of frame: those of dots() and tier, NULL for who is listed but not ranked;
    `ordered_by`, where it differs from the value, is marked by a thin stroke.

    Rows come in the order of places, who is not ranked last. Every other tier is shaded
    and each has its word, so that the shade alone carries nothing.
    """
    frame = frame.reset_index(drop=True)
    # NULL is a group of its own: who is listed forms the last one.
    runs = [
        (rows.tier.iloc[0], int(rows.index[0]), int(rows.index[-1]))
        for _, rows in frame.groupby("tier", sort=False, dropna=False)
    ]
    figure = dots(
        frame, tick_format=",.1~%", bands=[(low, high) for _, low, high in runs[::2]]
    )
    for tier, first, _last in runs:
        words = unranked_words if is_missing(tier) else tier_words[int(tier)]
        figure.add_annotation(
            text=plain(words),
            x=1,
            xref="paper",
            xanchor="left",
            xshift=4,
            y=first - 0.5,
            yanchor="top",
            showarrow=False,
            font={"size": 10, "color": template.GREY},
        )
    figure.update_layout(margin={"r": 60})
    strokes = frame.ordered_by.astype(float)
    if strokes.notna().any():
        figure.add_scatter(
            x=[None if is_missing(each) else each for each in strokes],
            y=list(range(len(frame))),
            mode="markers",
            marker={
                "symbol": "line-ns-open",
                "size": 13,
                "color": template.BLUE,
                "line": {"width": 2},
            },
            customdata=frame.id.tolist(),
            hovertext=frame.hover.tolist(),
            hovertemplate="%{hovertext}<extra></extra>",
        )
    # A hover as wide as a telephone would hang over its edge.
    figure.update_traces(
        hovertext=[plain(words).replace("\n", "<br>") for words in frame.hover]
    )
    return figure
