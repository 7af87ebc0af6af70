"""Parquet that lies elsewhere is read by Spark, and typed as DuckDB types a file."""

import io
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipelines import warehouse
from pipelines.declarations import workspace as declarations
from pipelines.errors import FileRefused
from pipelines.landing.inbox import Arrival, stamp
from pipelines.validate.batches import Loaded, New
from tests.pipelines.worlds import VISITS, World

SELECT = "row, visit_id, seen_on, people, hours, note"
FIRST = {
    "编号": ["a", "b", " c "],
    "日期": ["2026-01-05", "20260106", "07.01.2026"],
    "people": pa.array([3, 5001, None], pa.int32()),
    "hours": ["1.5", "two", "１"],
    "odd `name`": ["left", "out", ""],
}
SECOND = {**FIRST, "编号": ["d", None, "f"], "odd `name`": ["", "", ""]}


@pytest.fixture
def world(tmp_path: Path) -> World:
    """Return a workspace with one source, beside a folder of two files."""
    world = World(tmp_path / "data", visits=VISITS)
    away = tmp_path / "away"
    away.mkdir()
    for name, rows in (("part-1", FIRST), ("part-2", SECOND)):
        pq.write_table(pa.table(rows), away / f"{name}.parquet")
    pq.write_table(pa.table({**FIRST, "hours": [1.5, 2.0, 3.0]}), away / "fractions")
    return world


def test_a_folder_elsewhere_is_typed_as_one_file_here(
    world: World, spark_is_there: None, tmp_path: Path
) -> None:
    from pipelines.spark import session
    from pipelines.spark.engine import SparkEngine

    whole = pa.concat_tables([pa.table(FIRST), pa.table(SECOND)])
    content = io.BytesIO()
    pq.write_table(whole, content)
    here = world.read("visits", "whole.parquet", content.getvalue(), SELECT)
    assert (here.rows_read, len(here.rows), len(here.rejects)) == (6, 4, 5)

    declared = declarations.load(world.at)
    with duckdb.connect() as con, session.started("local[1]", world.at.spark) as spark:
        con.execute(warehouse.SCHEMA)
        engine = SparkEngine(con, spark, world.at.spark)
        loader = engine.loader(declared, "secret")
        source = declared.sources["visits"]
        engine.con.execute(loader.statement(source).table_sql())

        def load(address: str) -> Loaded:
            path = world.write("elsewhere/visits.at", f"# of January\n{address}\n")
            arrival = Arrival(path, path.name, "visits", "", stamp(path, None))
            loaded = Loaded(source)
            new = New(loaded, [arrival], frozenset(), 1)
            for refused in loader.load([new], tmp_path, lambda _: None).values():
                raise refused
            return loaded

        loaded = load(f"file://{tmp_path}/away/part*")
        rows = engine.con.execute(
            f"SELECT {SELECT} FROM typed.visits ORDER BY row"
        ).fetchall()
        with pytest.raises(FileRefused, match=r"hours \(double\): not read from"):
            load(f"file://{tmp_path}/away/fractions")
        with pytest.raises(FileRefused, match="it holds no address"):
            load("/somewhere/else")
    assert rows == here.rows
    assert [
        (r.row, r.column_name, r.value, r.reason_code)
        for r in sorted(loaded.rejects, key=lambda r: (r.row, r.column_name))
    ] == here.rejects
    assert loaded.landed[0].notes == [
        f"read from file://{tmp_path}/away/part*",
        "not declared, left out: odd `name`",
    ]


def test_duckdb_says_that_only_spark_reads_what_lies_elsewhere(world: World) -> None:
    world.give("visits", "visits.at", "s3a://raw/visits/2026-01.parquet\n")
    said = world.command("run")
    assert said.status == 1
    assert "only Spark reads what lies elsewhere" in said.out + said.err
    assert "Run with --engine spark, or put the file itself" in said.out + said.err
