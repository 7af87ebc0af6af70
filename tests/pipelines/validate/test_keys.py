"""Rows are found by the hash of their key, where it is one text, and else by itself."""

from pathlib import Path

import duckdb
import pytest

from pipelines.declarations import workspace as declarations
from pipelines.validate import keys
from pipelines.validate.load import Loader
from pipelines.validate.typed import Statement
from tests.pipelines.worlds import World

SOURCE = """\
key      = [{key}]
dated_by = "rated_on"
name     = {{ zh = "好差评", en = "Ratings" }}

[columns.case_id]
[columns.number]
kind = "integer"
[columns.rated_on]
kind     = "date"
required = true
"""
ROWS = """\
case_id,number,rated_on
v1,1,2025-06-02
v2,2,2025-06-02
v3,3,2025-06-02
"""


def given(folder: Path, key: str) -> tuple[World, Statement]:
    world = World(folder / "data", ratings=SOURCE.format(key=key))
    world.give("ratings", "a.csv", ROWS)
    workspace = declarations.load(world.at)
    with duckdb.connect() as con:
        loader = Loader(con, workspace, "secret")
        return world, loader.statement(workspace.sources["ratings"])


@pytest.mark.parametrize(
    ("key", "names", "expected"),
    [
        ('"case_id"', ["v3", "v1", "v9"], [("v1",), ("v3",)]),
        ('"case_id", "number"', ["v3", "v1", "v9"], [("v1",), ("v3",)]),
    ],
)
def test_the_rows_of_those_keys_are_found_and_no_others(
    tmp_path: Path, key: str, names: list[str], expected: list[tuple[str]]
) -> None:
    world, statement = given(tmp_path, key)
    world.load()
    with duckdb.connect(str(world.at.warehouse)) as con:
        con.execute("CREATE TEMP TABLE sought AS SELECT unnest(?) AS case_id", [names])
        found = keys.rows_among(con, statement, "sought")
        assert con.execute(f"SELECT case_id FROM {found} ORDER BY 1").fetchall() == (
            expected
        )


def test_only_a_key_of_one_text_goes_by_its_hash(tmp_path: Path) -> None:
    _, one = given(tmp_path / "a", '"case_id"')
    _, two = given(tmp_path / "b", '"case_id", "number"')
    _, number = given(tmp_path / "c", '"number"')
    assert keys.matching(one, "case_id") == ("key_hash", "hash(case_id)")
    assert keys.matching(two, "case_id") == ('"case_id"', "case_id")
    assert keys.matching(number, "case_id") == ('"number"', "case_id")
