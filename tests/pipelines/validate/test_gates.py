"""Gates: a feed that looks reversed stops the run, and nothing of it is loaded."""

import json
from pathlib import Path

import pytest

from tests.pipelines.worlds import World

RATINGS = """\
key      = ["case_id"]
dated_by = "rated_on"
name     = { zh = "好差评", en = "Ratings" }

[columns.case_id]
[columns.level]
kind     = "integer"
required = true
[columns.rated_on]
kind     = "date"
required = true

[[gates]]
minimum_rows = 4
expression   = "avg(level) >= 3"
says         = { zh = "方向可能反了。", en = "The mean level is below 3: reversed?" }
[[gates]]
minimum_rows = 4
expression   = "avg(CASE WHEN level <= 2 THEN 1.0 ELSE 0.0 END) <= 0.5"
says         = { zh = "半数以上是差评。", en = "More than half are bad: reversed?" }
"""


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path / "data", ratings=RATINGS)


def levels(written: str, first: int = 0) -> str:
    """A raw file with one rating for each digit."""
    rows = [f"v{first + n},2026-01-05,{level}\n" for n, level in enumerate(written)]
    return "case_id,rated_on,level\n" + "".join(rows)


def test_a_reversed_feed_stops_the_run_and_what_was_published_stands(
    world: World,
) -> None:
    world.give("ratings", "01.csv", levels("5554"))
    first = json.loads(world.command("run", "--json").out)
    world.give("ratings", "02.csv", levels("1112", first=10))  # mean 1.25
    said = world.command("run")
    assert said.status == 1
    assert said.out.splitlines()[:4] == [
        "ratings: 02.csv: The mean level is below 3: reversed?",
        "  4 rows were looked at; expected: avg(level) >= 3",
        "If the file is right, correct the declaration in sources/ratings.toml; "
        "else ask the sender. Nothing was loaded.",
        "Nothing was loaded; what was published before still stands.",
    ]
    assert "Traceback" not in said.err
    standing = json.loads(world.at.current.read_text("utf-8"))
    assert standing["version"] == first["version"]
    assert world.typed("ratings", "count(*)") == [(4,)]


def test_the_run_goes_on_once_the_feed_is_turned_round(world: World) -> None:
    world.give("ratings", "02.csv", levels("1112"))
    assert world.run().status == "refused"
    feed = '\n[[feeds]]\nmatch = "^02"\ncolumns.level = { codes = '
    feed += '{ "1" = "5", "2" = "4", "3" = "3", "4" = "2", "5" = "1" } }\n'
    world.write("sources/ratings.toml", RATINGS + feed)
    assert world.run().status == "published"
    assert world.typed("ratings", "level") == [(4,), (5,), (5,), (5,)]


@pytest.mark.parametrize(
    ("written", "status"),
    [
        ("333", "published"),  # exactly the limit
        ("111", "published"),  # too few rows to tell
        ("3332", "refused"),  # mean 2.75
        ("2255", "published"),  # half are bad: not more than half
        ("22255", "refused"),  # mean 3.2, and three of five are bad
    ],
)
def test_a_gate_looks_at_a_whole_file_of_enough_rows(
    world: World, written: str, status: str
) -> None:
    world.give("ratings", "01.csv", levels(written))
    assert world.load().status == status


def test_each_file_must_pass_by_itself(world: World) -> None:
    world.give("ratings", "01.csv", levels("5555555555"))
    world.give("ratings", "02.csv", levels("1111", first=20))
    result = world.load()
    assert result.status == "refused"
    assert result.refusals[0].startswith("ratings: 02.csv: The mean level is below 3")


def test_what_a_refused_file_holds_is_counted_all_the_same(world: World) -> None:
    """Four rows of a reversed scale, and one in which no level can be read."""
    file = world.write("elsewhere/01.csv", levels("1112x"))
    world.edit("sources/ratings.toml", "key      =", "reject_limit = 0.5\nkey =")
    asked = ("check", str(file), "--source", "ratings", "--json")
    found = json.loads(world.command(*asked).out)
    assert (found["rows_read"], found["rows_good"], found["rows_rejected"]) == (5, 4, 1)
    assert [reject["row"] for reject in found["rejects"]] == [6]
    assert "reversed?" in found["refusal"]
