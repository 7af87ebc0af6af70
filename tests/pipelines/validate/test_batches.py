"""Rows are typed in parts; what an earlier one said is not looked up again."""

from pathlib import Path

import duckdb
import pytest

from pipelines.declarations import workspace as declarations
from pipelines.landing import land, regular
from pipelines.landing.inbox import Arrival, stamp
from pipelines.validate import load
from tests.pipelines.worlds import World

RATINGS = """\
key      = ["case_id"]
dated_by = "rated_on"
name     = { zh = "好差评", en = "Ratings" }
reject_limit = 1

[columns.case_id]
[columns.city_id]
kind = "city"
[columns.channel]
kind  = "channel"
codes = { "1" = "pc", "2" = "window" }
[columns.rated_on]
kind     = "date"
required = true
"""
HEADER = "case_id,rated_on,city_id,channel\n"
# The second file says what the first did not, and what nobody knows; the third says
# nothing of a city, and the fourth only what was said before.
FILES = {
    "a.csv": "v1,2025-06-02,230100,1\nv2,2025-06-02,230100,1\n",
    "b.csv": "v3,2025-06-03,231000,2\nv4,2025-06-03,230999,1\nv5,2025-06-03,230100,8\n",
    "c.csv": "v6,2025-06-04,,1\nv7,2025-06-04,哈尔滨,\n",
    "d.csv": "v8,2025-06-05,231000,2\nv9,2025-06-05,230999,2\n",
}
LOADED = [
    ("v1", "230100", "pc"),
    ("v2", "230100", "pc"),
    ("v3", "231000", "window"),
    ("v6", None, "pc"),
    ("v7", "230100", None),
    ("v8", "231000", "window"),
]
REFUSED = [
    ("b.csv", 3, "city_id", "230999", "unknown_city"),
    ("b.csv", 4, "channel", "8", "unknown_channel"),
    ("d.csv", 3, "city_id", "230999", "unknown_city"),
]
REJECTS = (
    "SELECT f.name, r.row, r.column_name, r.value, r.reason_code "
    "FROM main.reject AS r JOIN file AS f USING (file_id) ORDER BY ALL"
)


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path / "data", ratings=RATINGS)


@pytest.fixture(params=["by the row", "by the file", "as usual"])
def parts(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """How much is typed together: next to nothing, a file, or what it is for users."""
    if request.param != "as usual":
        monkeypatch.setattr(land, "PART_BYTES", 1)
        monkeypatch.setattr(land, "FIRST_BYTES", 1)
    if request.param == "by the row":
        monkeypatch.setattr(regular, "BLOCK", 64)
    return str(request.param)


@pytest.fixture(params=["one by one", "as usual"])
def waiting(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """How many rows that are not clean are looked at together."""
    if request.param == "one by one":
        monkeypatch.setattr(load, "LEFT_TOGETHER", 1)


@pytest.mark.usefixtures("parts", "waiting")
def test_what_only_a_later_part_says_is_known_or_refused_like_any_other(
    world: World,
) -> None:
    for name, rows in FILES.items():
        world.give("ratings", name, HEADER + rows)
    world.load()
    found = world.ask(
        'SELECT case_id, city_id, channel FROM typed."ratings" ORDER BY case_id'
    )
    assert [(key, city, channel) for key, city, channel in found] == LOADED
    assert world.ask(REJECTS) == REFUSED


@pytest.mark.usefixtures("parts", "waiting")
def test_rows_of_a_file_that_turns_out_to_be_irregular_are_not_counted_twice(
    world: World,
) -> None:
    """Its first rows were typed before anybody saw its fifth; a.csv is as it should be.

    Five rows of b.csv: one is loaded, one has an unknown city and one an unknown
    channel, one has a cell too many, and one is loaded after it.
    """
    world.give("ratings", "a.csv", HEADER + FILES["a.csv"])
    late = "v6,2025-06-03,230100,1,1\nv7,2025-06-03,230100,1\n"
    world.give("ratings", "b.csv", HEADER + FILES["b.csv"] + late)
    world.load()
    loaded = world.ask('SELECT case_id, row FROM typed."ratings" ORDER BY case_id')
    assert loaded == [("v1", 2), ("v2", 3), ("v3", 2), ("v7", 6)]
    refused = [*REFUSED[:2], ("b.csv", 5, "", "", "wrong_cell_count")]
    assert sorted(world.ask(REJECTS)) == sorted(refused)


def test_small_files_are_typed_together_and_a_large_one_in_parts(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(regular, "BLOCK", 2_000)
    monkeypatch.setattr(land, "PART_BYTES", 20_000)
    monkeypatch.setattr(land, "FIRST_BYTES", 5_000)
    source = declarations.load(world.at).sources["ratings"]
    rows = {"a.csv": 10, "b.csv": 2_000, "c.csv": 10, "d.csv": 10}
    given = []
    for name, many in rows.items():
        lines = (f"v{n},2025-06-02,230100,1\n" for n in range(many))
        path = world.give("ratings", name, HEADER + "".join(lines))
        given.append(Arrival(path, name, name, "", stamp(path, None)))
    ids = {name: number for number, name in enumerate(rows)}
    with duckdb.connect() as con:
        found = list(land.land(con, source, given, ids, tmp_path))
    assert sum(part.table.num_rows for part in found) == sum(rows.values())
    assert [file.arrival.name for file in found[0].files] == ["a.csv", "b.csv"]
    assert [file.arrival.name for file in found[-1].files][-2:] == ["c.csv", "d.csv"]
    assert len(found) > 3
    assert max(part.table.nbytes for part in found[1:]) < 2 * land.PART_BYTES


@pytest.mark.usefixtures("parts", "waiting")
def test_a_refused_row_does_not_hide_behind_one_that_is_typed_late(
    world: World,
) -> None:
    """v1 and v3 must be cleaned first; v2 and v4 are refused, each in its own way."""
    rows = "v1,2025/6/2,２３０１００,1\nv2,2025-06-02,230999,1\n"
    more = "v3, 2025-06-03 ,230100,1\nv4,2025-06-31,230100,1\nv5,2025-06-03,230100,1\n"
    world.give("ratings", "a.csv", HEADER + rows)
    world.give("ratings", "b.csv", HEADER + more)
    world.load()
    found = world.ask('SELECT case_id FROM typed."ratings" ORDER BY case_id')
    assert found == [("v1",), ("v3",), ("v5",)]
    assert world.ask(REJECTS) == [
        ("a.csv", 3, "city_id", "230999", "unknown_city"),
        ("b.csv", 3, "rated_on", "2025-06-31", "not_a_date"),
    ]


def test_only_who_stores_rows_may_do_so_in_any_order() -> None:
    asked = "SELECT current_setting('preserve_insertion_order')"
    with duckdb.connect() as con, con.cursor() as reading:
        with load.in_any_order(con):
            assert con.execute(asked).fetchall() == [(False,)]
            assert reading.execute(asked).fetchall() == [(True,)]
        assert con.execute(asked).fetchall() == [(True,)]


@pytest.mark.usefixtures("parts", "waiting")
def test_what_was_refused_of_an_irregular_file_is_refused_once(world: World) -> None:
    """Of 33 rows one has an unknown city, long before the one with a cell too many."""
    good = "".join(f"v{n},2025-06-03,230100,1\n" for n in range(31))
    bad = "w1,2025-06-03,230999,1\n"
    world.give("ratings", "a.csv", HEADER + bad + good + "w2,2025-06-03,230100,1,1\n")
    world.load()
    assert world.ask('SELECT count(*) FROM typed."ratings"') == [(31,)]
    assert world.ask(REJECTS) == [
        ("a.csv", 2, "city_id", "230999", "unknown_city"),
        ("a.csv", 34, "", "", "wrong_cell_count"),
    ]
