"""Charts: pure functions, so a frame of three rows says what they do."""

import itertools

import pandas as pd

from dashboard import template
from dashboard.charts.contributions import contributions
from dashboard.charts.dots import dots
from dashboard.charts.heat_map import heat_map
from dashboard.charts.line_ends import apart
from dashboard.charts.trend import Threshold, trend

HOSTILE = "<a href='x'>y</a>"


def course(**columns: list[object]) -> pd.DataFrame:
    frame = {
        "series": ["all"] * 3,
        "name": ["Composite"] * 3,
        "period": pd.to_datetime(["2026-07-01", "2026-08-01", "2026-09-01"]),
        "value": [80.0, None, 82.0],
        "is_main": [True] * 3,
        "is_provisional": [False, False, True],
        "hover": ["a", "b", "c"],
    }
    return pd.DataFrame({**frame, **columns})


def test_a_missing_month_is_a_gap_not_a_zero() -> None:
    figure = trend(course(), colours={})
    assert figure.data[0].y == (80.0, None, 82.0)
    assert not figure.data[0].connectgaps


def test_a_faint_line_leads_over_a_gap() -> None:
    line, bridge = trend(course(is_provisional=[False] * 3), colours={}).data
    assert bridge.x == ("2026-07-01", "2026-09-01", None)
    assert bridge.y == (80.0, 82.0, None)
    assert bridge.line.width < line.line.width
    # Points between gaps have no line to be seen by.
    assert line.mode == "lines+markers"


def test_a_month_without_a_row_is_a_gap_too() -> None:
    frame = course(value=[80.0, 81.0, 82.0], is_provisional=[False] * 3)
    line, bridge = trend(frame.drop(index=1), colours={}).data
    assert line.y == (80.0, None, 82.0)
    assert bridge.y == (80.0, 82.0, None)


def test_quarters_in_a_row_are_no_gap() -> None:
    days: list[object] = [pd.Timestamp(2026, month, 1) for month in (1, 4, 7)]
    frame = course(period=days, value=[80.0, 81.0, 82.0], is_provisional=[False] * 3)
    (line,) = trend(frame, colours={}, months=3, date_format="%Y Q%q").data
    assert line.y == (80.0, 81.0, 82.0)


def test_names_of_lines_that_end_together_do_not_overprint() -> None:
    names: list[object] = ["a", "b", "c"]
    frame = course(series=names, name=names, value=[80.0, 80.0, 80.0])
    frame["period"] = pd.Timestamp("2026-09-01")
    figure = trend(frame, colours={}, height=240)
    low, high = figure.layout.yaxis.range
    pixel = (high - low) / (240 - 44)
    places = [note.y for note in figure.layout.annotations]
    assert all(
        above - below >= 15.9 * pixel for above, below in itertools.pairwise(places)
    )
    assert places[-1] >= low


def test_names_pushed_below_the_axis_push_back() -> None:
    # Three wanted at 2, at least 10 apart, nothing below 0.
    assert apart([2.0, 2.0, 2.0], 10.0, 0.0) == [20.0, 10.0, 0.0]
    assert apart([50.0, 20.0], 10.0, 0.0) == [50.0, 20.0]


def test_thresholds_beyond_the_next_one_do_not_flatten_the_lines() -> None:
    floors = [Threshold(value, f"{value:g}") for value in (45.0, 70.0, 90.0, 99.0)]
    figure = trend(course(), colours={}, thresholds=floors)
    # Of 80 to 82: the next below is 70, the next above 90.
    assert [shape.y0 for shape in figure.layout.shapes] == [70.0, 90.0]


def test_a_provisional_month_is_hatched() -> None:
    hatched = trend(course(), colours={}, provisional_word="provisional").data[-1]
    assert hatched.x == ("2026-09-01",)
    assert hatched.marker.pattern.shape == "/"
    # As wide as from August to September: 31 days in milliseconds.
    assert hatched.width == 31 * 24 * 3600 * 1000


def test_final_months_are_not_hatched() -> None:
    figure = trend(course(is_provisional=[False] * 3), colours={})
    assert {trace.type for trace in figure.data} == {"scatter"}


def test_thresholds_are_named_lines() -> None:
    figure = trend(course(), colours={}, thresholds=[Threshold(80.0, "Good")])
    assert figure.layout.shapes[0].y0 == 80.0
    assert "Good" in [note.text for note in figure.layout.annotations]


def test_names_from_data_are_no_markup_in_charts() -> None:
    figure = trend(course(name=[HOSTILE] * 3), colours={})
    assert figure.data[0].name == "&lt;a href='x'&gt;y&lt;/a&gt;"


def test_contributions_begin_where_the_one_before_ended_and_end_at_the_score() -> None:
    parts = pd.DataFrame(
        {
            "name": ["Very satisfied", "On time"],
            "pillar": ["satisfaction", "timeliness"],
            "start": [0.0, 30.0],
            "contribution": [30.0, 52.4],
            "full": [40.0, 60.0],
            "words": ["30.0", "52.4"],
            "hover": ["", ""],
        }
    )
    figure = contributions(parts, total=82.4, total_name="Score", colours={})
    pale, solid = figure.data
    assert pale.base == (0.0, 30.0)
    assert pale.x == (40.0, 60.0)
    assert solid.base == (0.0, 30.0, 0.0)
    assert solid.x == (30.0, 52.4, 82.4)


def test_dots_carry_their_interval_and_their_id() -> None:
    rows = pd.DataFrame(
        {
            "id": ["city:1", "city:2"],
            "name": ["One", "Two"],
            "value": [0.9, None],
            "low": [0.88, None],
            "high": [0.93, None],
            "is_main": [True, False],
            "hover": ["One: 90% (n=30)", "Two: too few to show"],
            "words": ["", "too few to show"],
        }
    )
    figure = dots(rows)
    assert [note.text for note in figure.layout.annotations] == ["too few to show"]
    points = figure.data[0]
    assert points.x == (0.9, None)
    assert round(points.error_x.array[0], 6) == 0.03
    assert round(points.error_x.arrayminus[0], 6) == 0.02
    assert points.customdata == ("city:1", "city:2")
    assert points.marker.color == (template.BLUE, template.GREY)
    assert "n=30" in points.hovertext[0]


def test_a_cell_without_a_score_stays_empty_and_keeps_its_words() -> None:
    cells = pd.DataFrame(
        {
            "row_id": ["d1", "d1"],
            "row_name": ["Police", "Police"],
            "row_place": [0, 0],
            "column_id": ["c1", "c2"],
            "column_name": ["One", HOSTILE],
            "column_place": [1, 2],
            "value": [82.4, None],
            "id": ["organ:1/d1", "organ:2/d1"],
            "words": ["82", "–"],
            "hover": ["Police in One", "too few to show"],
            "is_lowest": [True, False],
        }
    )
    figure = heat_map(cells)
    colours, marks = figure.data
    assert colours.z == ([82.4, None],) or list(map(list, colours.z)) == [[82.4, None]]
    assert marks.text == ("82", "–")
    # Only the first cell, in the lowest band, is framed.
    assert [(shape.x0, shape.x1) for shape in figure.layout.shapes] == [(-0.46, 0.46)]
    assert marks.customdata == ("organ:1/d1", "organ:2/d1")
    assert "<a" not in figure.layout.xaxis.ticktext[1]
