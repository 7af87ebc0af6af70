"""Charts: pure functions, so a frame of three rows says what they do."""

import itertools

import pandas as pd
import plotly.graph_objects as go
import pytest

from dashboard import template
from dashboard.charts.contributions import contributions
from dashboard.charts.dots import Dot, dots
from dashboard.charts.heat_map import heat_map
from dashboard.charts.lines import apart
from dashboard.charts.trend import Threshold, trend
from dashboard.charts.vega import Spec
from tests.dashboard.plotly_figures import by_plotly

HOSTILE = "<a href='x'>y</a>"


def course(**columns: list[object]) -> pd.DataFrame:
    frame = {
        "series": ["all"] * 3,
        "name": ["Composite"] * 3,
        "period": pd.to_datetime(["2026-07-01", "2026-08-01", "2026-09-01"]),
        "label": ["2026-07", "2026-08", "2026-09"],
        "value": [80.0, None, 82.0],
        "is_main": [True] * 3,
        "is_provisional": [False, False, True],
        "hover": ["80.0", "", "82.0"],
    }
    return pd.DataFrame({**frame, **columns})


FINAL: list[object] = [False] * 3


def marks(chart: Spec, kind: str) -> list[Spec]:
    """The layers of a chart that draw one kind of mark."""
    return [layer for layer in chart["layer"] if layer["mark"]["type"] == kind]


def pieces(layer: Spec) -> list[list[tuple[str, float]]]:
    """Each stroke of a layer of lines: its days and values."""
    rows = layer["data"]["values"]
    grouped = itertools.groupby(rows, lambda row: row["piece"])
    return [[(row["day"], row["value"]) for row in piece] for _, piece in grouped]


def test_a_missing_month_is_a_gap_not_a_zero() -> None:
    *_, line = marks(trend(course(), colours={}), "line")
    assert pieces(line) == [[("2026-07-01", 80.0)], [("2026-09-01", 82.0)]]


def test_a_faint_line_leads_over_a_gap() -> None:
    chart = trend(course(is_provisional=FINAL), colours={})
    bridge, line = marks(chart, "line")
    assert pieces(bridge) == [[("2026-07-01", 80.0), ("2026-09-01", 82.0)]]
    width = line["data"]["values"][0]["width"]
    assert bridge["mark"]["strokeWidth"] < width
    # Points between gaps have no line to be seen by.
    assert len(marks(chart, "point")[0]["data"]["values"]) == 2


def test_a_month_without_a_row_is_a_gap_too() -> None:
    frame = course(value=[80.0, 81.0, 82.0], is_provisional=FINAL).drop(index=1)
    bridge, line = marks(trend(frame, colours={}), "line")
    assert pieces(line) == [[("2026-07-01", 80.0)], [("2026-09-01", 82.0)]]
    assert pieces(bridge) == [[("2026-07-01", 80.0), ("2026-09-01", 82.0)]]


def test_quarters_in_a_row_are_no_gap() -> None:
    days: list[object] = [pd.Timestamp(2026, month, 1) for month in (1, 4, 7)]
    frame = course(period=days, value=[80.0, 81.0, 82.0], is_provisional=FINAL)
    (line,) = marks(trend(frame, colours={}, months=3), "line")
    (whole,) = pieces(line)
    assert [value for _, value in whole] == [80.0, 81.0, 82.0]


def test_names_of_lines_that_end_together_do_not_overprint() -> None:
    names: list[object] = ["a", "b", "c"]
    frame = course(series=names, name=names, value=[80.0, 80.0, 80.0])
    frame["period"] = pd.Timestamp("2026-09-01")
    chart = trend(frame, colours={}, height=240)
    low, high = chart["encoding"]["y"]["scale"]["domain"]
    pixel = (high - low) / (240 - 44)
    squares, written = marks(chart, "text")
    assert squares["data"] == written["data"]
    places = [row["value"] for row in written["data"]["values"]]
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
    floor, _ = marks(trend(course(), colours={}, thresholds=floors), "rule")
    # Of 80 to 82: the next below is 70, the next above 90.
    assert [row["value"] for row in floor["data"]["values"]] == [70.0, 90.0]


def test_a_provisional_month_is_hatched() -> None:
    (hatched,) = marks(trend(course(), colours={}, provisional_word="暂定"), "rect")
    # Half of the 31 days from August to September to either side.
    assert hatched["data"]["values"] == [
        {"day": "2026-08-16", "until": "2026-09-16", "word": "暂定"}
    ]


def test_final_months_are_not_hatched() -> None:
    assert marks(trend(course(is_provisional=FINAL), colours={}), "rect") == []


def test_thresholds_are_named_lines() -> None:
    chart = trend(course(), colours={}, thresholds=[Threshold(80.0, "Good")])
    assert marks(chart, "rule")[0]["data"]["values"] == [
        {"value": 80.0, "name": "Good"}
    ]
    assert marks(chart, "text")[0]["encoding"]["text"]["field"] == "name"


def test_the_pointer_reads_every_series_of_a_period() -> None:
    both = pd.concat(
        [course(), course(series=["p.q"] * 3, name=["Pillar"] * 3, is_main=FINAL)]
    )
    *_, hovered = marks(trend(both, colours={}), "rule")
    last = hovered["data"]["values"][-1]
    assert last == {"day": "2026-09-01", "label": "2026-09", "s0": "82.0", "s1": "82.0"}
    titles = [each["title"] for each in hovered["encoding"]["tooltip"]]
    assert titles[1:] == ["Composite", "Pillar"]


def expressions(chart: object, key: str = "") -> list[str]:
    """Every text of a specification that Vega would run."""
    if isinstance(chart, dict):
        return [e for k, value in chart.items() for e in expressions(value, k)]
    if isinstance(chart, list):
        return [e for value in chart for e in expressions(value, key)]
    runs = ("expr", "labelExpr", "test", "filter", "calculate")
    return [chart] if key in runs and isinstance(chart, str) else []


def test_names_from_data_are_data_and_never_run() -> None:
    hostile = "'] + alert(1) + ['"
    chart = trend(
        course(name=[hostile] * 3, label=[hostile] * 3, hover=[hostile] * 3),
        colours={},
        thresholds=[Threshold(80.0, hostile)],
    )
    assert expressions(chart)
    assert not [each for each in expressions(chart) if "alert" in each]


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
    figure = by_plotly(contributions(parts, total=82.4, total_name="Score", colours={}))
    pale, solid = figure.data
    assert pale.base == (0.0, 30.0)
    assert pale.x == (40.0, 60.0)
    assert solid.base == (0.0, 30.0, 0.0)
    assert solid.x == (30.0, 52.4, 82.4)


def test_dots_carry_their_interval_and_their_id() -> None:
    rows = [
        Dot("city:1", "One", 0.9, 0.88, 0.93, is_main=True, hover="One: 90% (n=30)"),
        Dot(
            "city:2",
            "Two",
            None,
            float("nan"),
            None,
            is_main=False,
            hover="Two: too few to show",
            words="too few to show",
        ),
    ]
    figure = by_plotly(dots(rows))
    assert [note.text for note in figure.layout.annotations] == ["too few to show"]
    points = figure.data[0]
    assert points.x == (0.9, None)
    assert round(points.error_x.array[0], 6) == 0.03
    assert round(points.error_x.arrayminus[0], 6) == 0.02
    assert (points.error_x.array[1], points.error_x.arrayminus[1]) == (0, 0)
    assert points.customdata == ("city:1", "city:2")
    assert points.marker.color == (template.BLUE, template.GREY)
    assert "n=30" in points.hovertext[0]


def test_a_figure_is_sent_as_plotly_would_send_it_and_is_not_copied() -> None:
    figure = template.figure(200, [{"type": "bar", "x": [1, 2], "name": "One"}])
    sent = figure.to_dict()
    assert sent == go.Figure(data=sent["data"], layout=sent["layout"]).to_dict()
    # With Streamlit's theme, which Plotly adds to every figure of its own.
    assert sent["layout"]["template"] == go.Figure().to_dict()["layout"]["template"]
    assert figure.to_dict() is sent


def test_what_plotly_does_not_know_fails_the_test_that_draws_it() -> None:
    figure = template.figure(200, [{"type": "bar", "colour": "red"}])
    with pytest.raises(ValueError, match="colour"):
        figure.to_dict()


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
    chart = heat_map(cells)
    first, second = chart["data"]["values"]
    assert (first["value"], first["words"]) == (82.4, "82")
    assert (second["value"], second["words"]) == (None, "–")
    # Only the first cell, in the lowest band, is framed.
    assert (first["is_lowest"], second["is_lowest"]) == (True, False)
    ground, _ = chart["layer"]
    assert ground["params"][0]["select"]["fields"] == ["id"]
    assert (first["id"], second["id"]) == ("organ:1/d1", "organ:2/d1")
    # Names are looked up by id: none is part of what Vega runs.
    assert chart["params"][1]["value"]["c2"].startswith("<a href=")
    assert not [each for each in expressions(chart) if "href" in each]
