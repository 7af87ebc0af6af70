"""What Plotly itself makes of a figure that is sent to the browser without it."""

import plotly.graph_objects as go

from dashboard.ready_figure import ReadyFigure


def by_plotly(figure: ReadyFigure) -> go.Figure:
    """The figure in Plotly's own objects; ValueError for what they do not know."""
    return go.Figure(figure.to_dict())
