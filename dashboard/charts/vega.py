"""What charts share that Vega-Lite draws, as `template` is for those of Plotly.

Tiles draw their sparklines with it, so it is loaded wherever there are tiles; Plotly is
megabytes more. Texts of data are drawn as they stand: they go into specifications as
data, never into an expression.
"""

from typing import Any

Spec = dict[str, Any]
# The colour of the page's text, light or dark.
TEXT = "currentColor"


def specification(height: int, layers: list[Spec], **more: Any) -> Spec:
    """A chart as wide as its place and `height` pixels high, axes included."""
    return {
        "width": "container",
        "height": height,
        "autosize": {"type": "fit", "contains": "padding"},
        "padding": {"left": 2, "right": 4, "top": 4, "bottom": 2},
        # Charts have a text of their own for who cannot see them, and a table beside.
        "config": {"mark": {"aria": False}, "view": {"stroke": None}},
        "layer": layers,
        # Colours as they stand in one layer, on a scale in another.
        "resolve": {"scale": {"color": "independent"}},
        **more,
    }


def given(field: str) -> Spec:
    """A channel that takes its values from a field as they are, without a scale."""
    return {"field": field, "type": "nominal", "scale": None, "legend": None}
