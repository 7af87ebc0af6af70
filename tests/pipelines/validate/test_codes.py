"""Codes and names: mapped by declaration, never guessed."""

from datetime import date
from pathlib import Path

import pytest

from tests.pipelines.worlds import World

RATINGS = """\
key      = ["case_id"]
dated_by = "rated_on"
name     = { zh = "好差评", en = "Ratings" }
reject_limit = 1

[columns.case_id]
[columns.city_id]
kind = "city"
cut  = 6
[columns.department_id]
kind = "department"
[columns.item_id]
kind = "item"
[columns.channel]
kind  = "channel"
codes = { "1" = "pc", "7" = "default" }
[columns.level]
kind    = "integer"
minimum = 1
maximum = 5
missing = ["9"]
[columns.is_first]
kind = "boolean"
[columns.tags]
kind = "tags"
[columns.rated_on]
kind     = "date"
required = true

[[feeds]]
match = "^gbt_"
columns.level = { codes = { "1" = "5", "2" = "4", "3" = "3", "4" = "2", "5" = "1" } }

[derived.is_active]
kind       = "boolean"
expression = "channel <> 'default'"

[[checks]]
column     = "level"
reason     = "tag_of_the_best"
expression = "tags IS NULL OR tags <> '510' OR level = 5"
says       = { zh = "标签与等级不符。", en = "The tag contradicts the level." }
"""


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path / "data", ratings=RATINGS)


def typed(
    world: World, column: str, written: list[str], day: str = "2025-06-02"
) -> list[object]:
    """What each cell of a column becomes; the reason code where it is refused."""
    rows = "".join(f'v{n},{day},"{cell}"\n' for n, cell in enumerate(written))
    found = world.read(
        "ratings", "a.csv", f"case_id,rated_on,{column}\n{rows}", f"row, {column}"
    )
    became = dict(found.rows)
    for row, where, value, reason in found.rejects:
        assert (where, value) == (column, written[row - 2])
        became[row] = reason
    return [became[row] for row in sorted(became)]


def test_both_directions_of_satisfaction_come_out_the_same(world: World) -> None:
    best_is_5 = "case_id,rated_on,level\nv1,2025-06-02,5\nv2,2025-06-02,2\n"
    best_is_1 = "case_id,rated_on,level\nv1,2025-06-02,1\nv2,2025-06-02,4\n"
    for name, text in (("report.csv", best_is_5), ("gbt_report.csv", best_is_1)):
        found = world.read("ratings", name, text, "case_id, level")
        assert found.rows == [("v1", 5), ("v2", 2)]


def test_a_code_no_declaration_knows_is_rejected(world: World) -> None:
    text = (
        "case_id,rated_on,level\nv1,2025-06-02,6\nv2,2025-06-02,9\nv3,2025-06-02,１\n"
    )
    found = world.read("ratings", "gbt_a.csv", text, "case_id, level")
    assert found.rows == [("v2", None), ("v3", 5)]  # nine is missing, １ is 1
    assert found.rejects == [(2, "level", "6", "unknown_code")]
    assert typed(world, "level", ["6", "9", "1"]) == ["out_of_range", None, 1]


def test_division_codes_of_6_9_and_12_digits_name_their_city(world: World) -> None:
    written = ["230100", "230102", "230103001", "230102001000", "２３１０８１"]
    cities = ["230100", "230100", "230100", "230100", "231081"]
    assert typed(world, "city_id", written) == cities
    assert typed(world, "city_id", ["231002", "哈尔滨", "Mudanjiang", "harbin"]) == [
        "231000",
        "230100",
        "231000",
        "230100",
    ]


def test_what_only_begins_like_a_city_is_not_taken_for_it(world: World) -> None:
    written = ["2301021", "2301021990", "Harbin Airport", "230999", "哈尔"]
    assert typed(world, "city_id", written) == ["unknown_city"] * 5


def test_a_person_in_the_column_of_cities_is_no_city(world: World) -> None:
    text = "case_id,rated_on,city_id\nv1,2025-06-02,230102199001011234\n"
    found = world.read("ratings", "a.csv", text)
    assert found.rejects == [(2, "city_id", "***", "unknown_city")]


def test_departments_go_by_old_names_too(world: World) -> None:
    written = ["生态环境局", "环境保护局", "环保局", "sthjj", " 公 安 局", "水务局"]
    assert typed(world, "department_id", written) == [
        *["sthjj"] * 4,
        "gaj",
        "unknown_department",
    ]


def test_what_did_not_exist_on_the_day_of_the_row_is_rejected(world: World) -> None:
    assert typed(world, "department_id", ["数据局"], "2024-01-01") == ["sjj"]
    assert typed(world, "department_id", ["数据局"], "2023-12-31") == ["not_valid_then"]
    assert typed(world, "item_id", ["排污许可"], "2025-12-31") == ["230116001000"]
    assert typed(world, "item_id", ["排污许可"], "2026-01-01") == ["not_valid_then"]


def test_channels_are_coded_or_named(world: World) -> None:
    written = ["1", "7", "大厅", "window", "8", ""]
    assert typed(world, "channel", written) == [
        "pc",
        "default",
        "window",
        "window",
        "unknown_channel",
        None,
    ]


def test_yes_and_no_are_written_in_many_ways(world: World) -> None:
    assert typed(world, "is_first", ["1", "是", "TRUE", "y"]) == [True] * 4
    assert typed(world, "is_first", ["0", "否", "False", "n"]) == [False] * 4
    assert typed(world, "is_first", ["", "maybe"]) == [None, "unknown_code"]


def test_tags_are_sorted_known_or_three_digits(world: World) -> None:
    written = ["510", "601，402;402", "", "ABC", "51000"]
    assert typed(world, "tags", written)[1:] == [
        "402,601",
        None,
        "unknown_code",
        "unknown_code",
    ]


def test_a_derived_column_and_a_check_see_the_typed_values(world: World) -> None:
    text = "case_id,rated_on,channel,level,tags\n"
    text += "v1,2025-06-02,7,5,510\nv2,2025-06-02,大厅,4,\nv3,2025-06-02,1,4,510\n"
    found = world.read("ratings", "a.csv", text, "case_id, is_active")
    assert found.rows == [("v1", False), ("v2", True)]
    assert found.rejects == [(4, "level", "4", "tag_of_the_best")]
    assert found.reasons == ["The tag contradicts the level."]


def test_a_row_with_several_faults_names_each_and_counts_once(world: World) -> None:
    text = "case_id,rated_on,city_id,level\n,31 June,北京,7\nv2,2025-06-02,,3\n"
    found = world.read("ratings", "a.csv", text, "case_id, rated_on")
    assert found.rows == [("v2", date(2025, 6, 2))]
    assert found.rejects == [
        (2, "case_id", None, "missing"),
        (2, "city_id", "北京", "unknown_city"),
        (2, "level", "7", "out_of_range"),
        (2, "rated_on", "31 June", "not_a_date"),
    ]
    world.give("ratings", "a.csv", text)
    world.load()
    assert world.ledger("ratings") == {"a.csv": (2, 1, 1, 0, 0)}
