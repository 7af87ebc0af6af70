"""The signals page: sentences, order, what belongs together, whose they are."""

from pathlib import Path

import pandas as pd
import pytest

from dashboard import template
from dashboard.accounts.principal import Role, Scope
from dashboard.charts.control import control
from dashboard.charts.funnel import CHOSEN, funnel
from tests.dashboard import signals
from tests.dashboard.conftest import Open, as_role, turn_to, words
from tests.dashboard.test_charts import marks

SEPTEMBER = "month:2026-09-01"


def names(app: object) -> list[str]:
    """The signals of the list, as their buttons read."""
    return [
        button.label
        for button in app.button  # type: ignore[attr-defined]
        if button.key and button.key.startswith("signal_")
    ]


def test_a_signal_is_one_sentence(world: Path, open_page: Open) -> None:
    app = open_page(world, "signals", period="month:2026-08-01")
    said = words(app).replace("\\", "")
    assert (
        "Housing and Construction, Closed on time: worse since July 2026. 90.0% in "
        "August 2026, usually 98.0% (96.8%–99.2%): 20.0 times its usual noise" in said
    )
    # Harbin makes 0.06 of 0.08, and the item 0.05.
    assert "Mostly from Harbin (75% of the change)" in said
    chinese = open_page(world, "signals", period="month:2026-08-01", lang="zh")
    assert (
        "住房和城乡建设局的按时办结率自 2026 年 7 月起变差："
        "2026 年 8 月为 90.0%，往常 98.0%" in words(chinese).replace("\\", "")
    )


def test_the_most_severe_comes_first_and_is_shown(world: Path, open_page: Open) -> None:
    found = names(open_page(world, "signals", period=SEPTEMBER))
    assert len(found) == 2
    assert "Housing and Construction" in found[0]
    assert found[0].startswith(":blue[**")


def test_what_is_part_of_another_is_counted_and_shown_when_asked(
    world: Path, open_page: Open
) -> None:
    app = open_page(world, "signals", period=SEPTEMBER)
    assert "1 unit below tells the same" in words(app)
    every = names(open_page(world, "signals", period=SEPTEMBER, which="all"))
    assert [each for each in every if "Harbin Housing" in each]


def test_one_can_look_at_one_direction(world: Path, open_page: Open) -> None:
    (better,) = names(open_page(world, "signals", period=SEPTEMBER, side="better"))
    # A hostile name is said and does nothing.
    assert "\\*\\*x\\*\\*" in better


def test_a_click_shows_another_signal_and_the_address_says_so(
    world: Path, open_page: Open
) -> None:
    app = open_page(world, "signals", period=SEPTEMBER)
    app.button(key=f"signal_{signals.HOSTILE}").click().run()
    assert app.query_params["signal"] == signals.HOSTILE
    assert "better since September 2026" in words(app)


def test_a_month_without_signals_is_good_news(world: Path, open_page: Open) -> None:
    app = open_page(world, "signals", period="month:2026-07-01", side="better")
    assert "everybody is within their usual noise" in app.success[0].value


def test_without_a_past_nobody_is_judged_and_it_says_so(
    empty_world: Path, open_page: Open
) -> None:
    app = open_page(empty_world, "signals")
    assert "takes at least 9 months" in words(app)


def test_the_thresholds_are_those_published(world: Path, open_page: Open) -> None:
    said = words(open_page(world, "signals", period=SEPTEMBER))
    assert "at most 24 of its own earlier months (at least 9)" in said
    assert "more than 3 times its usual noise and 2 points away" in said


@pytest.mark.parametrize(
    ("scope", "expected"),
    [
        (Scope(departments=frozenset({"zjj"})), ["Housing and Construction"]),
        # The department's signal is not theirs to see: the organ's stands alone.
        (Scope(cities=frozenset({"230100"})), ["Harbin Housing and Construction"]),
        (Scope(cities=frozenset({"231000"})), []),
    ],
    ids=["department", "city", "another"],
)
def test_a_limited_reader_sees_their_own(
    world: Path, open_page: Open, scope: Scope, expected: list[str]
) -> None:
    leader = as_role(Role.LEADER, scope=scope)
    app = open_page(world, "signals", principal=leader, period=SEPTEMBER)
    found = names(app)
    assert len(found) == len(expected)
    assert all(name in label for name, label in zip(expected, found, strict=True))


def test_a_funnel_says_who_differs_and_shows_the_same_as_a_table(
    world: Path, open_page: Open
) -> None:
    app = open_page(world, "signals", view="funnels")
    assert "1 of 7 are out of the ordinary" in words(app)
    app.segmented_control(key="view_funnel").set_value("table").run()
    table = app.dataframe[0].value
    # The one that is farthest first, with its n and both limits.
    assert table.iloc[0].tolist()[1:] == [
        "800", "88.0%", "93.0%–99.0%", "91.0%–99.5%", "−5.0",
        "Out of the ordinary, worse",
    ]  # fmt: skip


def test_the_chart_has_a_table_beside_it(world: Path, open_page: Open) -> None:
    app = open_page(world, "signals", period=SEPTEMBER)
    app.segmented_control(key="view_signal").set_value("table").run()
    table = app.dataframe[0].value
    assert len(table) == 13
    assert table.iloc[10].tolist() == [
        "2026-08", "90.0%", "400", "96.8%–99.2%", "96.8%–99.2%", "−20.0",
        "Below the lower limit",
    ]  # fmt: skip
    assert table.iloc[12, -1] == "provisional"


def points(**columns: list[object]) -> pd.DataFrame:
    frame: dict[str, list[object]] = {
        "period": list(pd.to_datetime(["2026-07-01", "2026-08-01", "2026-09-01"])),
        "axis": ["2026-07", "2026-08", "2026-09"],
        "value": [0.98, 0.90, 0.97],
        "centre": [0.98, 0.98, None],
        "low": [0.96, 0.96, None],
        "high": [0.99, 0.99, None],
        "label": ["run_above", "below", ""],
        "is_signal": [False, True, False],
        "is_provisional": [False, False, True],
        "hover": ["a", "b", "c"],
    }
    return pd.DataFrame({**frame, **columns})


def test_a_point_out_of_the_usual_has_a_shape_and_a_colour() -> None:
    (dots,) = marks(control(points(), provisional_word="暂定"), "point")
    looks = [(row["shape"], row["colour"]) for row in dots["data"]["values"]]
    assert looks == [
        ("circle", template.BLUE),
        ("diamond", template.ORANGE),
        ("circle", template.BLUE),
    ]
    # Hollow: a run on one side, and a month that is not final.
    hollow = [row["fill"] == "#FFFFFF" for row in dots["data"]["values"]]
    assert hollow == [True, False, True]


def test_limits_are_drawn_where_there_are_any_and_a_month_waiting_is_hatched() -> None:
    chart = control(points(), provisional_word="暂定")
    (band,) = marks(chart, "area")
    assert [row["low"] for row in band["data"]["values"]] == [0.96, 0.96]
    assert len(marks(chart, "rect")) == 1
    none: list[object] = [None] * 3
    bare = control(points(low=none, high=none, centre=none))
    assert marks(bare, "area") == []


def test_a_funnel_names_those_outside_and_tells_classes_by_shape() -> None:
    frame = pd.DataFrame(
        {
            "id": ["a", "b", "c"],
            "name": ["A", "<b>", "C"],
            "n": [10.0, 100.0, 1000.0],
            "value": [0.9, 0.7, 0.88],
            "centre": [0.9] * 3,
            "low_watch": [0.6, 0.8, 0.87],
            "high_watch": [1.0, 0.97, 0.93],
            "low_alarm": [0.5, 0.75, 0.86],
            "high_alarm": [1.0, 0.99, 0.94],
            "z": [0.0, -5.0, -1.0],
            "found": ["inside", "alarm", "watch"],
            "hover": ["a", "b", "c"],
        }
    )
    chart = funnel(
        frame,
        names={"n": "n", "centre": "all", "watch": "95", "alarm": "99.8"},
        tick_format="",
    )
    (dots,) = marks(chart, "point")
    shapes = [row["shape"] for row in dots["data"]["values"]]
    assert shapes == ["circle", "diamond", "square"]
    assert dots["params"][0]["name"] == CHOSEN
    # A name stands as data, as it is.
    assert [r["name"] for r in marks(chart, "text")[1]["data"]["values"]] == ["<b>"]
    (limits,) = marks(chart, "line")
    assert len(limits["data"]["values"]) == 4 * 3


def test_the_method_page_says_the_same_thresholds(world: Path, open_page: Open) -> None:
    app = open_page(world, "method")
    (table,) = [each.value for each in app.table if "Threshold" in each.value.columns]
    assert dict(zip(table.iloc[:, 0], table.iloc[:, 1], strict=True)) == {
        "Months that make the usual, at most": "24",
        "Fewer months than this: not judged": "9",
        "A month must be off by more than so many times its noise": "3",
        "And by at least": "2 percentage points",
        "Weight of the newest month in the moving average": "0.30",
        "Fewer rows in a month than this: not judged": "10",
        "After so many months it is the new usual": "12",
        "Fewer months than this: a chart without limits": "12",
    }


def test_every_page_leads_here(world: Path, open_page: Open) -> None:
    app = open_page(world, "overview")
    assert not turn_to(app, "signals").exception
