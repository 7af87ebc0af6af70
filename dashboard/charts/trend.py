"""Trend: lines over time, the subject's own thick, what is not final hatched."""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd
import plotly.graph_objects as go

from dashboard import template
from dashboard.charts.labels import plain
from dashboard.records import records

# Names at line ends nearer than this part of the range would lie on each other.
_NAME_GAP = 0.13


@dataclass(frozen=True)
class Threshold:
    """A thin named line across the chart: a band's floor, a target."""

    value: float
    name: str


def trend(
    frame: pd.DataFrame,
    *,
    colours: dict[str, str],
    thresholds: Sequence[Threshold] = (),
    provisional_word: str = "",
    tick_format: str = "",
    date_format: str = "%Y-%m",
    height: int = 240,
) -> go.Figure:
    """Lines of frame: series, name, period, value, is_main, is_provisional, hover.

    Rows come in the order of time. NULL values are gaps, never zeros.
    """
    figure = template.figure(
        height,
        margin={"r": _room(frame.name)},
        xaxis={
            "type": "date",
            "hoverformat": date_format,
            "tickformat": date_format,
            # Plotly marks months by itself; longer periods are marked one by one.
            **({} if "%m" in date_format else {"tickvals": _days(frame.period)}),
        },
        yaxis={"nticks": 5, "tickformat": tick_format},
        hovermode="x unified",
    )
    for place, (series, rows) in enumerate(frame.groupby("series", sort=False)):
        main = bool(rows.is_main.iloc[0])
        figure.add_scatter(
            x=_days(rows.period),
            y=[None if pd.isna(value) else float(value) for value in rows.value],
            name=plain(rows.name.iloc[0]),
            mode="lines+markers" if main or len(rows) < 3 else "lines",
            line={
                "color": _colour(series, main, colours),
                "width": 3 if main else 1.8,
                "dash": "solid"
                if main
                else template.DASHES[place % len(template.DASHES)],
            },
            marker={"size": 6},
            hovertext=rows.hover.map(plain).tolist(),
            hovertemplate="%{hovertext}<extra></extra>",
        )
    _name_ends(figure, frame, colours)
    for threshold in thresholds:
        figure.add_hline(
            y=threshold.value,
            line={"color": template.LINE, "width": 1, "dash": "dot"},
            annotation={
                "text": plain(threshold.name),
                "font": {"size": 10, "color": template.GREY},
                "xanchor": "left",
                "x": 0,
            },
        )
    _hatch(figure, frame, provisional_word)
    return figure


def _room(names: pd.Series) -> int:
    """Pixels for the longest name at the line ends: Chinese characters are wider."""
    widths = (
        sum(7 if letter.isascii() else 12 for letter in str(name))
        for name in names.unique()
    )
    return min(24 + max(widths, default=0), 140)


def _colour(series: object, main: bool, colours: dict[str, str]) -> str:
    return template.BLUE if main else colours.get(str(series), template.GREY)


def _days(periods: pd.Series) -> list[str]:
    return [f"{day:%Y-%m-%d}" for day in periods]


def _name_ends(figure: go.Figure, frame: pd.DataFrame, colours: dict[str, str]) -> None:
    """Write each line's name at its end: no legend to look up, no colour to match."""
    ends = frame.dropna(subset=["value"]).groupby("series", sort=False).tail(1)
    if ends.empty:
        return
    span = max(float(frame.value.max() - frame.value.min()), 1e-9)
    last = float("inf")
    for row in records(ends.sort_values("value", ascending=False)):
        last = min(float(row.value), last - span * _NAME_GAP)
        figure.add_annotation(
            x=1,
            xref="paper",
            xanchor="left",
            y=last,
            yanchor="middle",
            # The square has the line's colour; the words keep the theme's contrast.
            text=f'<span style="color:{_colour(row.series, row.is_main, colours)}">'
            f"■</span> {plain(row.name)}",
            showarrow=False,
            font={"size": 11},
        )


def _step(periods: pd.Series) -> float:
    """From one period to the next in milliseconds, the unit of Plotly's date axes."""
    days = periods.drop_duplicates().diff().dt.days.dropna()
    return float(days.iloc[-1] if len(days) else 30.0) * 86_400_000.0


def _hatch(figure: go.Figure, frame: pd.DataFrame, word: str) -> None:
    """Bars on an axis of their own, since only bars can be hatched."""
    waiting = frame[frame.is_provisional].period.drop_duplicates()
    if waiting.empty:
        return
    figure.add_bar(
        x=_days(waiting),
        y=[1] * len(waiting),
        width=_step(frame.period),
        yaxis="y2",
        marker={
            "color": "rgba(0,0,0,0)",
            "line": {"width": 0},
            "pattern": {"shape": "/", "fgcolor": template.LINE, "size": 6},
        },
        hovertemplate=f"{plain(word)}<extra></extra>",
    )
    figure.update_layout(
        yaxis2={
            "overlaying": "y",
            "range": [0, 1],
            "visible": False,
            "fixedrange": True,
        },
        bargap=0,
    )
