"""Names at the ends of lines: no legend to look up, no colour to match."""

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts.labels import plain
from dashboard.records import records

# Pixels from one name to the next: less, and they would lie on each other.
_APART = 16


def name_ends(
    figure: go.Figure, frame: pd.DataFrame, *, pixel: float, low: float
) -> None:
    """Write each line's name at its end. Rows of frame: series, name, value, colour.

    `pixel` is what one pixel is in the unit of the values, `low` where the axis ends.
    """
    ends = frame.dropna(subset=["value"]).groupby("series", sort=False).tail(1)
    ends = ends.sort_values("value", ascending=False, kind="stable")
    places = apart([float(value) for value in ends.value], pixel * _APART, low)
    for row, place in zip(records(ends), places, strict=True):
        figure.add_annotation(
            x=1,
            xref="paper",
            xanchor="left",
            y=place,
            yanchor="middle",
            # The square has the line's colour; the words keep the theme's contrast.
            text=f'<span style="color:{row.colour}">■</span> {plain(row.name)}',
            showarrow=False,
            font={"size": 11},
        )


def apart(wanted: list[float], least: float, low: float) -> list[float]:
    """The places nearest to those wanted, best first, that lie at least so far apart.

    Names are pushed down by those above them; what would fall below `low` pushes back.
    """
    places: list[float] = []
    for value in wanted:
        places.append(min(value, places[-1] - least) if places else value)
    for place in reversed(range(len(places))):
        after = len(places) - 1 - place
        if places[place] < low + after * least:
            places[place] = low + after * least
    return places
