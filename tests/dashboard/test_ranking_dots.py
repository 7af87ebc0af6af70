"""The figure of the ranking: who stands where, how sure, and who is only listed."""

from pathlib import Path

import pytest

from dashboard import template
from dashboard.charts.ranking_dots import Dot, ranking_dots
from dashboard.charts.vega import Spec
from tests.dashboard.conftest import Open
from tests.dashboard.test_charts import expressions, marks

HOSTILE = "'] + alert(1) + ['<b>"


def drawn(**columns: list[object]) -> Spec:
    """Two tiers of two and one, and one who is only listed."""
    frame = {
        "name": ["1  A", "2  B", "3  C", "D"],
        "value": [0.98, 0.96, 0.9, 0.97],
        "low": [0.97, 0.93, 0.88, 0.8],
        "high": [0.985, 0.975, 0.92, 0.99],
        "ordered_by": [0.975, 0.965, None, None],
        "tier": [1, 1, 2, None],
        "share": ["98.0%", "96%", "90.0%", "97%"],
        "words": ["98.0%, n = 900", "96%, n = 60", "90.0%, n = 700", "97%, n = 20"],
        "hover": ["A first", "B second", "C third", "D listed"],
        "is_main": [True, True, True, False],
    }
    rows = zip(*{**frame, **columns}.values(), strict=True)
    return ranking_dots(
        [Dot(**dict(zip(frame, row, strict=True))) for row in rows],
        tier_words={1: "Tier 1", 2: "Tier 2"},
        unranked_words="Not ranked",
    )


def test_a_dot_stands_at_the_share_and_its_line_is_the_interval() -> None:
    chart = drawn()
    (line,) = marks(chart, "rule")
    ends = [(row["low"], row["high"]) for row in line["data"]["values"]]
    assert ends == [(0.97, 0.985), (0.93, 0.975), (0.88, 0.92), (0.8, 0.99)]
    assert (line["encoding"]["x"]["field"], line["encoding"]["x2"]["field"]) == (
        "low",
        "high",
    )
    (dots,) = marks(chart, "point")
    assert [row["value"] for row in dots["data"]["values"]] == [0.98, 0.96, 0.9, 0.97]
    assert chart["encoding"]["x"]["field"] == "value"
    # From the lowest end to the highest, never from a dot that would hang over.
    assert chart["encoding"]["x"]["scale"]["domain"] == [0.8, 0.99]


def test_the_first_stands_on_top_and_every_row_has_its_name() -> None:
    y = drawn()["encoding"]["y"]
    assert y["scale"]["domain"] == [3.5, -0.5]
    assert y["axis"]["values"] == [0, 1, 2, 3]
    assert drawn()["params"][0]["value"] == ["1  A", "2  B", "3  C", "D"]


def test_who_is_only_listed_has_another_shape_and_a_word_not_a_colour_alone() -> None:
    (dots,) = marks(drawn(), "point")
    *ranked, listed = dots["data"]["values"]
    assert {(row["shape"], row["colour"]) for row in ranked} == {
        ("circle", template.BLUE)
    }
    assert (listed["shape"], listed["colour"]) == ("diamond", template.GREY)
    tiers, _ = marks(drawn(), "text")
    assert tiers["data"]["values"][-1]["name"] == "Not ranked"


def test_every_tier_has_its_word_and_every_other_a_shade() -> None:
    shades, _ = marks(drawn(), "rect")
    words, _ = marks(drawn(), "text")
    rows = [(row["above"], row["below"]) for row in shades["data"]["values"]]
    assert rows == [(-0.5, 1.5), (2.5, 3.5)]
    assert [row["name"] for row in words["data"]["values"]] == [
        "Tier 1",
        "Tier 2",
        "Not ranked",
    ]


def test_the_stroke_marks_what_the_order_goes_by_where_that_is_not_the_share() -> None:
    (strokes,) = marks(drawn(), "tick")
    assert [(row["place"], row["order"]) for row in strokes["data"]["values"]] == [
        (0, 0.975),
        (1, 0.965),
    ]


def test_figures_are_written_in_every_row_and_a_pointer_anywhere_in_it_says_more() -> (
    None
):
    _, words = marks(drawn(), "text")
    text = words["encoding"]["text"]
    # With n where there is room, the share alone on a telephone.
    assert (text["condition"]["field"], text["field"]) == ("words", "share")
    assert words["data"]["values"][1]["words"] == "96%, n = 60"
    _, rows = marks(drawn(), "rect")
    assert (rows["encoding"]["x"], rows["encoding"]["x2"]) == (
        {"value": 0},
        {"value": "width"},
    )
    assert [row["hover"] for row in rows["data"]["values"]][3] == "D listed"
    assert rows["encoding"]["tooltip"]["field"] == "hover"


def test_shares_that_are_all_the_same_still_have_an_axis() -> None:
    same: list[object] = [0.9] * 4
    low, high = drawn(value=same, low=same, high=same, ordered_by=[None] * 4)[
        "encoding"
    ]["x"]["scale"]["domain"]
    assert low < 0.9 < high


def test_what_data_say_is_data_and_never_run() -> None:
    evil: list[object] = [HOSTILE] * 4
    chart = drawn(name=evil, words=evil, share=evil, hover=evil)
    assert expressions(chart)
    assert not [each for each in expressions(chart) if "alert" in each]


@pytest.mark.parametrize("kind", ["department", "city"])
def test_the_page_draws_it_without_plotly_and_tells_it_to_who_cannot_see(
    world: Path, open_page: Open, kind: str
) -> None:
    app = open_page(world, "ranking", kind=kind)
    assert not app.get("plotly_chart")
    (chart,) = app.get("vega_lite_chart")
    assert chart.proto.alt == app.subheader[0].value.replace("\\", "")
