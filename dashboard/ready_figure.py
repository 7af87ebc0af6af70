"""Figures as they are sent to the browser (ready_table.py does the same for tables)."""

import functools
from typing import Any

import plotly.io
from plotly.basedatatypes import BaseFigure


class ReadyFigure(BaseFigure):  # type: ignore[misc]  # Plotly is not typed
    """A figure that is only shown: traces and a layout in Plotly's own form.

    Plotly would make an object of each part, check it, and copy all of it whenever it
    is asked for what it holds: a fifth of what a scorecard costs that nobody has
    opened. This gives the same dictionary, which nobody may change; the tests of pages
    have Plotly check it.
    """

    def __init__(self, traces: list[dict[str, Any]], layout: dict[str, Any]) -> None:
        self._ready: dict[str, Any] = {
            "data": traces,
            "layout": {"template": _theme(), **layout},
        }

    def to_dict(self) -> dict[str, Any]:
        return self._ready


@functools.cache
def _theme() -> dict[str, Any]:
    """Streamlit's, by its name: Plotly's default is it only once Streamlit is there."""
    theme: dict[str, Any] = plotly.io.templates["streamlit"].to_plotly_json()
    return theme
