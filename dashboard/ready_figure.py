"""Figures as they are sent to the browser, for charts that are drawn anew at every run
because something can be selected in them (ready_table.py does the same for tables).
"""

from typing import Any

import plotly.graph_objects as go
from plotly.basedatatypes import BaseFigure


class ReadyFigure(BaseFigure):  # type: ignore[misc]  # Plotly is not typed
    """A figure that is only shown. Plotly would copy all of it whenever it is asked for
    what it holds; this gives the same dictionary, which nobody may change."""

    def __init__(self, figure: go.Figure) -> None:
        self._ready: dict[str, Any] = figure.to_dict()

    def to_dict(self) -> dict[str, Any]:
        return self._ready
