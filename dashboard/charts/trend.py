"""Trend: lines over time, the subject's own thick, what is not final hatched."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd
import plotly.graph_objects as go

from dashboard import template
from dashboard.charts.labels import plain
from dashboard.charts.line_ends import name_ends

# Pixels above and below the lines: margins and the words of the time axis.
_AROUND = 44
# So few periods are marked one by one.
_FEW = 3


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
    months: int = 1,
    height: int = 240,
) -> go.Figure:
    """Lines of frame: series, name, period, value, is_main, is_provisional, hover.

    Rows come in the order of time. Periods are so many `months` long; those without a
    row or a value are gaps, never zeros: a faint line leads over them.
    """
    low, high = _range(frame.value, thresholds)
    figure = template.figure(
        height,
        margin={"r": _room(frame.name)},
        xaxis={
            "type": "date",
            "hoverformat": date_format,
            "tickformat": date_format,
            # Plotly marks months by itself; longer periods, or a few months, are
            # marked one by one, or it would mark days between them.
            **(
                {}
                if "%m" in date_format and frame.period.nunique() > _FEW
                else {"tickvals": _days(frame.period.drop_duplicates())}
            ),
        },
        yaxis={"nticks": 5, "tickformat": tick_format, "range": [low, high]},
        hovermode="x unified",
    )
    for place, (series, rows) in enumerate(frame.groupby("series", sort=False)):
        main = bool(rows.is_main.iloc[0])
        colour = _colour(series, main, colours)
        dash = "solid" if main else template.DASHES[place % len(template.DASHES)]
        _draw_line(figure, rows, _course(frame.period, months), main, colour, dash)
    name_ends(
        figure,
        frame.assign(
            colour=[
                _colour(series, main, colours)
                for series, main in zip(frame.series, frame.is_main, strict=True)
            ]
        ),
        pixel=(high - low) / max(height - _AROUND, 1),
        low=low,
    )
    for threshold in thresholds:
        if not low <= threshold.value <= high:
            continue
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


def _draw_line(
    figure: go.Figure,
    rows: pd.DataFrame,
    course: pd.DatetimeIndex,
    main: bool,
    colour: str,
    dash: str,
) -> None:
    """The line, broken where nothing is known, and a faint one over each gap."""
    placed = rows.drop_duplicates("period").set_index("period").reindex(course)
    values = [None if pd.isna(value) else float(value) for value in placed.value]
    known = [place for place, value in enumerate(values) if value is not None]
    gaps = [
        (before, after)
        for before, after in itertools.pairwise(known)
        if after - before > 1
    ]
    figure.add_scatter(
        x=_days(course),
        y=values,
        name=plain(rows.name.iloc[0]),
        # A point between two gaps has no line to be seen by.
        mode="lines+markers" if main or gaps or len(known) < 3 else "lines",
        line={"color": colour, "width": 3 if main else 1.8, "dash": dash},
        marker={"size": 6},
        hovertext=placed.hover.fillna("").map(plain).tolist(),
        hovertemplate="%{hovertext}<extra></extra>",
    )
    if not gaps:
        return
    days = _days(course)
    figure.add_scatter(
        x=[day for a, b in gaps for day in (days[a], days[b], None)],
        y=[value for a, b in gaps for value in (values[a], values[b], None)],
        mode="lines",
        line={"color": colour, "width": 1, "dash": "dot"},
        opacity=0.7,
        hoverinfo="skip",
    )


def _course(periods: pd.Series, months: int) -> pd.DatetimeIndex:
    """Every period from the first to the last, those that nobody has included."""
    every = pd.date_range(
        periods.min(), periods.max(), freq=pd.DateOffset(months=months)
    )
    return every.union(pd.DatetimeIndex(periods.unique()))


def _range(values: pd.Series, thresholds: Sequence[Threshold]) -> tuple[float, float]:
    """From the lowest to the highest value with a little air, and to the next
    threshold on either side; those beyond would only flatten the lines."""
    known = values.dropna().astype(float)
    if known.empty:
        return 0.0, 1.0
    low, high = float(known.min()), float(known.max())
    floors = [each.value for each in thresholds]
    low = max([floor for floor in floors if floor <= low], default=low)
    high = min([floor for floor in floors if floor >= high], default=high)
    air = (high - low) * 0.08 or max(abs(high) * 0.05, 0.01)
    return low - air, high + air


def _room(names: pd.Series) -> int:
    """Pixels for the longest name at the line ends: Chinese characters are wider."""
    widths = (
        sum(7 if letter.isascii() else 12 for letter in str(name))
        for name in names.unique()
    )
    return min(24 + max(widths, default=0), 140)


def _colour(series: object, main: bool, colours: dict[str, str]) -> str:
    return template.BLUE if main else colours.get(str(series), template.GREY)


def _days(periods: pd.Series | pd.DatetimeIndex) -> list[str]:
    return [f"{day:%Y-%m-%d}" for day in periods]


def _step(periods: pd.Series) -> float:
    """From one period to the next in milliseconds, the unit of Plotly's date axes."""
    days = periods.drop_duplicates().sort_values().diff().dt.days.dropna()
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
