"""How much of each source arrived month by month: a strip of bars for each source."""

import pandas as pd
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from dashboard import template
from dashboard.charts.labels import plain

_STRIP_HEIGHT, _FRAME_HEIGHT = 74, 40


def arrivals(frame: pd.DataFrame, *, gap_word: str) -> go.Figure:
    """Rows of frame: source, name, month, row_count, is_gap, hover; months in order.

    Every strip has its own height: sources differ a thousandfold. A gap is named with
    gap_word where its bar would stand.
    """
    strips = list(frame.groupby("source", sort=False))
    figure = make_subplots(
        rows=len(strips),
        cols=1,
        shared_xaxes=True,
        vertical_spacing=0.28 / max(len(strips), 1),
        subplot_titles=[plain(rows.name.iloc[0]) for _, rows in strips],
    )
    for place, (_, rows) in enumerate(strips, 1):
        figure.add_bar(
            x=rows.month.dt.strftime("%Y-%m"),
            y=rows.row_count,
            marker={"color": template.BLUE},
            hovertext=[plain(words) for words in rows.hover],
            hovertemplate="%{hovertext}<extra></extra>",
            row=place,
            col=1,
        )
        for month in rows[rows.is_gap].month:
            figure.add_annotation(
                x=f"{month:%Y-%m}",
                y=0,
                yanchor="bottom",
                text=plain(gap_word),
                showarrow=False,
                font={"size": 10, "color": template.ORANGE},
                row=place,
                col=1,
            )
    # Titles of strips come first among the annotations, in their order.
    for title in figure.layout.annotations[: len(strips)]:
        title.update(x=0, xanchor="left", font={"size": 11})
    figure.update_layout(
        height=_FRAME_HEIGHT + _STRIP_HEIGHT * len(strips),
        margin={"l": 4, "r": 8, "t": 20, "b": 4},
        showlegend=False,
        bargap=0.35,
        font={"size": 12},
    )
    figure.update_xaxes(type="category", fixedrange=True, nticks=7, tickangle=0)
    figure.update_yaxes(
        fixedrange=True,
        nticks=3,
        zeroline=False,
        automargin=True,
        rangemode="tozero",
        tickformat=",",
    )
    return figure
