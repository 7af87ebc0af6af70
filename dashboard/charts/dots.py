"""Dots with intervals: one row a subject, thin line its interval, dot its value."""

from collections.abc import Sequence

import pandas as pd
import plotly.graph_objects as go

from dashboard import template
from dashboard.charts.labels import brief, plain

ROW_HEIGHT = 24


def dots(
    frame: pd.DataFrame,
    *,
    reference: float | None = None,
    reference_name: str = "",
    tick_format: str = "",
    bands: Sequence[tuple[int, int]] = (),
) -> go.Figure:
    """Rows of frame: id, name, value, low, high, is_main, hover; first on top.

    A row without a value keeps its place and has its `words`, if any, for a dot.
    `bands` shades runs of rows (first, last) that belong together. customdata of a
    point is its id.
    """
    rows = list(range(len(frame)))
    figure = template.figure(
        ROW_HEIGHT * max(len(frame), 3) + 44,
        xaxis={"showgrid": True, "nticks": 6, "tickformat": tick_format},
        yaxis={
            "range": [len(frame) - 0.5, -0.5],
            "tickvals": rows,
            "ticktext": [brief(name, 22) for name in frame.name],
            "showgrid": False,
        },
        clickmode="event+select",
    )
    for first, last in bands:
        figure.add_shape(
            type="rect", xref="paper", x0=0, x1=1, y0=first - 0.5, y1=last + 0.5,
            fillcolor="rgba(138, 149, 163, 0.10)", line={"width": 0}, layer="below",
        )  # fmt: skip
    if reference is not None:
        figure.add_vline(
            x=reference,
            line={"color": template.GREY, "width": 1, "dash": "dash"},
            annotation={
                "text": plain(reference_name),
                "font": {"size": 10, "color": template.GREY},
                "yanchor": "bottom",
                "y": 1,
            },
        )
        figure.update_layout(margin={"t": 20})
    for place, known in enumerate(frame.value.notna()):
        if not known and "words" in frame:
            figure.add_annotation(
                xref="paper", x=0, xanchor="left", y=place, yanchor="middle",
                text=plain(frame.words.iloc[place]), showarrow=False,
                font={"size": 11, "color": template.GREY},
            )  # fmt: skip
    colours = [template.BLUE if main else template.GREY for main in frame.is_main]
    values = frame.value.astype(float)
    figure.add_scatter(
        x=[None if pd.isna(value) else value for value in values],
        y=rows,
        mode="markers",
        marker={"color": colours, "size": 9},
        error_x={
            "type": "data",
            "symmetric": False,
            "array": (frame.high - values).fillna(0).tolist(),
            "arrayminus": (values - frame.low).fillna(0).tolist(),
            "color": template.GREY,
            "thickness": 1.2,
            "width": 0,
        },
        customdata=frame.id.tolist(),
        hovertext=frame.hover.map(plain).tolist(),
        hovertemplate="%{hovertext}<extra></extra>",
        # A click selects; the others must not fade.
        selected={"marker": {"opacity": 1}},
        unselected={"marker": {"opacity": 1}},
    )
    return figure
