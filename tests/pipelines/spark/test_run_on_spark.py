"""A run on two executor processes beside DuckDB's: the same workspace, the same days.

The workspace is the demo's of a small size: every form of file, codes, stopped clocks,
corrections, odd ratings. On the second day a correction, a day's cases and ratings and
a month of stopped clocks come. Spark runs twice, and everything is asked of that.
"""

from __future__ import annotations

import csv
import io
import json
import math
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any
from unittest.mock import patch

import duckdb
import pytest

from pipelines import run as running
from pipelines.demo import generate
from pipelines.locations import Locations
from pipelines.measure import scan
from pipelines.measure.dirty import Dirty
from pipelines.progress import telling
from pipelines.result import Result
from tests.pipelines.spark.conftest import SMALL

ROOT = Path(__file__).parents[3]
MASTER = "local-cluster[2,1,1024]"
DECLARED = ("workspace.toml", "honesty.toml", "reference", "sources", "indicators")
# No program is written for expressions that see some thousand rows: a tenth of the
# time. What both ways answer is compared rule by rule in test_rewrites.py.
INTERPRETED = "spark.sql.codegen.factoryMode NO_CODEGEN\n"
LATER = (
    "cases/cases_2026-03_更正.csv",
    "cases/cases_2026-10-31.csv",
    "ratings/ratings_2026-10-31.csv",
    "case_pauses/case_pauses_2026-10.csv",
)
# When it was, not what it is.
OF_THE_MOMENT = {"publication": {"published_at"}, "load": {"loaded_at"}}
TABLES_FOR_READERS = ("observation", "score", "scorecard", "satisfaction_ranking")
# Rows that are shown one by one, or counted from rows that were never closed.
OF_ROWS = ("overdue_case", "contradicting_rating", "honesty_flag", "backlog", "reject")
Months = dict[str, tuple[bool, dict[str, set[date]], int]]


@dataclass
class Day:
    """What one run of one engine said, measured and left behind."""

    result: Result
    measured: Months
    published: dict[str, dict[str, list[tuple[Any, ...]]]]
    rejects: dict[str, list[list[str]]]
    partials: dict[str, list[tuple[Any, ...]]]
    parts: dict[tuple[str, int], str]


@dataclass
class Days:
    """Both days of both engines, and the workspace that Spark ran on."""

    duckdb: list[Day]
    spark: list[Day]
    at: Locations
    said: str


@pytest.fixture(scope="module")
def days(
    spark_is_there: None, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Days]:
    """Run both engines on two days."""
    folder = tmp_path_factory.mktemp("engines")
    first = Locations(folder / "duckdb")
    _declare(first.root)
    generate(first.root, cases=12_500, seed=11)
    second = Locations(folder / "spark")
    shutil.copytree(first.root, second.root)
    (first.root / "secret.key").write_text("a" * 64)
    (second.root / "secret.key").write_text("a" * 64)
    (second.root / "spark.conf").write_text(SMALL + INTERPRETED)
    found: dict[str, list[Day]] = {"duckdb": [], "spark": []}
    said = io.StringIO()
    for at, engine in ((first, "duckdb"), (second, "spark")):
        held = folder / f"held-{engine}"
        for name in LATER:
            (held / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.move(at.inbox / name, held / name)
        with patch("sys.stderr", said):
            found[engine].append(_run(at, engine))
            for name in LATER:
                shutil.move(held / name, at.inbox / name)
            found[engine].append(_run(at, engine))
    yield Days(found["duckdb"], found["spark"], second, said.getvalue())


def test_spark_gives_what_duckdb_gives(days: Days, subtests: pytest.Subtests) -> None:
    """One test: of several, a second process would take some and run both anew."""
    for day in (0, 1):
        for audience in ("internal", "public"):
            with subtests.test("tables", audience=audience, day=day):
                _every_published_table_is_equal(days, audience, day)
        for check in (
            _every_row_that_was_read_is_accounted_for_alike,
            _rejects_name_the_same_rows_for_the_same_reasons,
            _partials_are_equal,
        ):
            with subtests.test(check.__name__, day=day):
                check(days, day)
    for check_both in (
        _the_internal_pages_lack_nothing,
        _the_second_day_measures_what_changed_and_no_more,
        _files_without_a_changed_row_are_not_written_again,
        _a_run_says_what_it_does_and_spark_says_it_elsewhere,
    ):
        with subtests.test(check_both.__name__):
            check_both(days)


def _every_published_table_is_equal(days: Days, audience: str, day: int) -> None:
    ours = days.duckdb[day].published[audience]
    theirs = days.spark[day].published[audience]
    assert list(ours) == list(theirs)
    for table in TABLES_FOR_READERS:
        assert ours[table], f"{table} is empty, so that nothing is compared"
    apart = {table: _apart(ours[table], theirs[table])[:1] for table in ours}
    assert {table: rows for table, rows in apart.items() if rows} == {}


def _the_internal_pages_lack_nothing(days: Days) -> None:
    published = days.spark[1].published["internal"]
    assert [table for table in OF_ROWS if not published.get(table)] == []


def _every_row_that_was_read_is_accounted_for_alike(days: Days, day: int) -> None:
    ours, theirs = days.duckdb[day].result, days.spark[day].result
    assert [asdict(s) for s in ours.sources] == [asdict(s) for s in theirs.sources]
    assert (ours.status, ours.version) == (theirs.status, theirs.version)
    for source in theirs.sources:
        kept = source.rows_loaded + source.rows_rejected
        kept += source.rows_duplicate + source.rows_superseded
        assert source.rows_read == kept
    if day == 0:
        assert sum(s.rows_rejected for s in theirs.sources) > 0
        assert sum(s.rows_superseded for s in theirs.sources) > 0


def _rejects_name_the_same_rows_for_the_same_reasons(days: Days, day: int) -> None:
    assert days.duckdb[day].rejects == days.spark[day].rejects
    assert day == 1 or any(days.spark[day].rejects.values())


def _partials_are_equal(days: Days, day: int) -> None:
    ours, theirs = days.duckdb[day].partials, days.spark[day].partials
    assert list(ours) == list(theirs)
    apart = {name: _apart(ours[name], theirs[name])[:1] for name in ours}
    assert {name: rows for name, rows in apart.items() if rows} == {}


def _the_second_day_measures_what_changed_and_no_more(days: Days) -> None:
    ours, theirs = days.duckdb[1].measured, days.spark[1].measured
    assert ours == theirs
    everything, months, files = theirs["ratings"]
    assert (everything, files) == (False, 1)
    assert months["rated_on"] <= {date(2026, 10, 1)}
    everything, months, _ = theirs["cases"]
    assert not everything
    # The correction is of March's cases; none of them was accepted in another month.
    assert date(2026, 3, 1) in months["accepted_on"]
    assert date(2025, 12, 1) not in months["accepted_on"]


def _files_without_a_changed_row_are_not_written_again(days: Days) -> None:
    before, after = days.spark[0].parts, days.spark[1].parts
    kept = [part for part in before if after.get(part) == before[part]]
    rated = [part for part in before if part[0] == "ratings"]
    assert set(rated) <= set(kept)
    assert len(kept) > len(before) / 2
    # What is held is there, and nothing else is.
    rows = days.at.spark / "rows"
    lying = {str(path.relative_to(rows)) for path in rows.glob("*/*/part=*")}
    assert lying == set(after.values())


def _a_run_says_what_it_does_and_spark_says_it_elsewhere(days: Days) -> None:
    assert "Spark is started." in days.said
    assert "WARN" not in days.said and "Exception" not in days.said
    assert (days.at.spark / "spark.log").exists()


def _declare(root: Path) -> None:
    root.mkdir()
    for name in (*DECLARED, "schemes"):
        place = ROOT / "data" / name
        copy = shutil.copytree if place.is_dir() else shutil.copy
        copy(place, root / name)


def _run(at: Locations, engine: str) -> Day:
    master = MASTER if engine == "spark" else None
    with _measuring() as measured, telling() as teller:
        result = running.run(at, engine=engine, master=master, teller=teller)
    with duckdb.connect(str(at.warehouse), read_only=True) as con:
        partials = _tables(con, "partial")
        parts = {}
        if engine == "spark":
            listed = con.execute("SELECT source, file_id, folder FROM spark_part")
            parts = {(source, file): path for source, file, path in listed.fetchall()}
    rejects = {
        path.name: sorted(csv.reader(path.open(encoding="utf-8-sig")))
        for path in sorted(at.rejects.glob("*.csv"))
    }
    return Day(result, measured, _published(at), rejects, partials, parts)


@contextmanager
def _measuring() -> Iterator[Months]:
    """What every source was measured of: all, months by column, how many files."""
    found: Months = {}
    measure = scan.measure

    def noted(con: Any, asked: Any, dirty: Dirty, *rest: Any) -> None:
        months = {column: set(which) for column, which in dirty.months.items()}
        found[asked.source] = (dirty.everything, months, len(dirty.added_files))
        measure(con, asked, dirty, *rest)

    with patch.object(scan, "measure", noted):
        yield found


def _published(at: Locations) -> dict[str, dict[str, list[tuple[Any, ...]]]]:
    files = json.loads(at.current.read_text("utf-8"))["files"]
    found = {}
    for audience, name in files.items():
        with duckdb.connect(str(at.published / name), read_only=True) as con:
            found[audience] = _tables(con, "main")
    return found


def _tables(
    con: duckdb.DuckDBPyConnection, schema: str
) -> dict[str, list[tuple[Any, ...]]]:
    listed = con.execute(
        "SELECT table_name FROM duckdb_tables() WHERE schema_name = ? ORDER BY 1",
        [schema],
    ).fetchall()
    found = {}
    for (table,) in listed:
        kinds = con.execute(f'DESCRIBE {schema}."{table}"').fetchall()
        left_out = OF_THE_MOMENT.get(table, set())
        # Numbers by which rows are told apart are an engine's own.
        names = [n for n, *_ in kinds if n not in left_out and n != "key_hash"]
        columns = ", ".join(f'"{name}"' for name in names)
        rows = con.execute(f'SELECT {columns} FROM {schema}."{table}"').fetchall()
        found[table] = sorted(rows, key=_order)
    return found


def _order(row: tuple[Any, ...]) -> str:
    return str([f"{v:.6g}" if isinstance(v, float) else v for v in row])


def _apart(
    ours: list[tuple[Any, ...]], theirs: list[tuple[Any, ...]]
) -> list[tuple[Any, Any]]:
    if len(ours) != len(theirs):
        return [(len(ours), len(theirs))]
    pairs = zip(ours, theirs, strict=True)
    return [(a, b) for a, b in pairs if not all(map(_is_same, a, b))]


def _is_same(a: Any, b: Any) -> bool:
    if isinstance(a, float) and isinstance(b, float):
        return math.isclose(a, b, rel_tol=1e-9, abs_tol=1e-9)
    return bool(a == b)
