"""How every chart looks: colours, lines, and the layout they share.

Colours hold on the light and the dark theme alike, and stay apart for colour-blind
readers (Okabe and Ito); text, grid and ground are left to Streamlit's theme.
"""

from typing import Any

from dashboard.ready_figure import ReadyFigure

# This subject, and what can be clicked. Between the two themes' blues, so that it
# stands out by 3:1 on white and on the dark ground.
BLUE = "#1F72C1"
# Needs attention.
ORANGE = "#C4570A"
# Everyone else.
GREY = "#8A95A3"
PALE = "rgba(138, 149, 163, 0.28)"
LINE = "rgba(138, 149, 163, 0.55)"

# Categories in a fixed order. The first is the page's own blue.
CATEGORICAL = (BLUE, "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#D55E00")
# With the colour, so that no line is told by colour alone: strokes and gaps in pixels.
DASHES = ([1, 0], [6, 4], [2, 3], [8, 3, 2, 3], [12, 4], [12, 3, 2, 3])
# Scores: one hue, dark is high.
SEQUENTIAL = ((0.0, "#F2F6FB"), (0.35, "#BAD3EC"), (0.7, "#5A97D2"), (1.0, "#0B4C91"))
# Changes: orange is worse, white is none, blue is better.
DIVERGING = ((0.0, "#C4570A"), (0.5, "#FFFFFF"), (1.0, "#0B5CAD"))

# The toolbar is for analysts; leaders and citizens get a calm chart.
CONFIG: dict[str, Any] = {"displayModeBar": False, "scrollZoom": False}

_AXIS = {"zeroline": False, "fixedrange": True, "automargin": True}


def figure(height: int, traces: list[dict[str, Any]], **layout: Any) -> ReadyFigure:
    """Traces in the layout that all charts share; `layout` adds to it."""
    xaxis = {**_AXIS, "showgrid": False, **layout.pop("xaxis", {})}
    yaxis = {**_AXIS, **layout.pop("yaxis", {})}
    margin = {"l": 4, "r": 8, "t": 6, "b": 4, **layout.pop("margin", {})}
    shared = {
        "height": height,
        "margin": margin,
        "xaxis": xaxis,
        "yaxis": yaxis,
        "showlegend": False,
        "hoverlabel": {"align": "left"},
        "font": {"size": 12},
        "bargap": 0.35,
    }
    return ReadyFigure(traces, {**shared, **layout})


def pillar_colours(pillars: list[str]) -> dict[str, str]:
    """A colour for each pillar by its place in the scheme; blue is the composite's."""
    others = CATEGORICAL[1:]
    return {
        pillar: others[place % len(others)]
        for place, pillar in enumerate(dict.fromkeys(pillars))
    }
