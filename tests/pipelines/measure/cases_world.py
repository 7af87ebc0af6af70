"""A workspace of a handful of rows, taken through the whole of a production run.

The declarations are the project's own; reference tables are cut to three cities and
four departments. Rows are written as a table with a reason beside each:

    accepted,   promised, closed
    2026-07-01, 5,        2026-07-08   # on the last day: still on time
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any
from unittest.mock import patch

import duckdb

from pipelines import run as running
from pipelines.locations import Locations
from pipelines.progress import telling
from pipelines.run import Result
from pipelines.score import memory
from tests.pipelines.measure.raw_rows import raw_csv
from tests.pipelines.threads import one_thread

PROJECT = Path(__file__).resolve().parents[3]
Row = dict[str, Any]

CITIES = """\
city_id,name_zh,name_en,aliases,peer_group,valid_from,valid_to
230100,哈尔滨市,Harbin,230102,provincial_capital,,
231000,牡丹江市,Mudanjiang,231002,prefecture,,
231081,绥芬河市,Suifenhe,,provincially_managed,,
"""
DEPARTMENTS = """\
department_id,name_zh,name_en,aliases,peer_group,ranked,vertical,valid_from,valid_to
gaj,公安局,Public Security Bureau,,enforcement,true,false,,
rsj,人力资源和社会保障局,Human Resources Bureau,,society,true,false,,
mzj,民政局,Civil Affairs Bureau,,society,true,false,,
swj,税务局,Tax Bureau,,economy,false,true,,
"""
ITEMS = """\
item_id,department_id,name_zh,name_en,promised_days,legal_days
000109001000,gaj,户口登记,Household registration,5,20
000109002000,gaj,护照签发,Passport,5,20
000114001000,rsj,社保登记,Social insurance registration,5,20
"""
PEER_GROUPS = """\
peer_group,kind,name_zh,name_en
prefecture,city,地级市,Prefectures
provincial_capital,city,省会城市,Provincial capital
provincially_managed,city,省管市,Cities managed by the province
society,department,社会事务部门,Society
enforcement,department,执法部门,Enforcement
economy,department,经济部门,Economy
"""
TABLES = (
    "observation",
    "score",
    "pillar_score",
    "scorecard",
    "change_part",
    "adjustment",
    "satisfaction_ranking",
    "subject_group",
    "case_mix",
    "item_drag",
    "tag_count",
    "overdue_case",
    "backlog",
    "backlog_age",
    "panel",
    "method_reliability",
    "attention",
    "honesty_flag",
    "doubt",
    "contradicting_rating",
    "rank_sensitivity",
    "rank_without",
    "lift",
    "arrival",
)


class Figures:
    """What a run computed, as rows of the tables it would publish."""

    def __init__(self, result: Result, tables: Mapping[str, list[Row]]) -> None:
        self.result = result
        self.tables = tables

    def of(self, table: str, **where: object) -> list[Row]:
        """The rows of a table whose cells are as given."""
        return [row for row in self.tables[table] if matches(row, where)]

    def one(self, table: str, **where: object) -> Row:
        """The only row whose cells are as given."""
        (row,) = self.of(table, **where)
        return row

    def observed(
        self,
        indicator_id: str,
        subject_id: str = "department:gaj",
        period: str = "2026-07-01",
        period_kind: str = "month",
    ) -> Row:
        """One observation, rounded to nine digits."""
        row = self.one(
            "observation",
            indicator_id=indicator_id,
            subject_id=subject_id,
            period_kind=period_kind,
            period=date.fromisoformat(period),
        )
        return rounded(row)


class World:
    """A workspace in a folder of its own."""

    def __init__(self, root: Path, *, withheld_below: int = 0) -> None:
        self.at = Locations(root)
        for folder in ("sources", "indicators", "schemes"):
            shutil.copytree(PROJECT / "data" / folder, root / folder)
        self.at.reference.mkdir()
        for name in ("calendar", "calendar_override", "channels", "tags"):
            shutil.copy(PROJECT / f"data/reference/{name}.csv", self.at.reference)
        self.refer("cities", CITIES)
        self.refer("departments", DEPARTMENTS)
        self.refer("items", ITEMS)
        self.refer("peer_groups", PEER_GROUPS)
        shutil.copy(PROJECT / "data/honesty.toml", root)
        text = (PROJECT / "data/workspace.toml").read_text("utf-8")
        self.at.workspace.write_text(text, "utf-8")
        self.declare(withheld_below=withheld_below)

    def refer(self, table: str, text: str) -> None:
        """Write a reference table."""
        (self.at.reference / f"{table}.csv").write_text(text, "utf-8")

    def declare(self, **settings: object) -> None:
        """Change lines of workspace.toml."""
        text = self.at.workspace.read_text("utf-8")
        for key, value in settings.items():
            text, count = re.subn(rf"(?m)^{key}( *)=.*$", f"{key} = {value}", text)
            assert count == 1, f"workspace.toml has no line {key}"
        self.at.workspace.write_text(text, "utf-8")

    def edit(self, file: str, old: str, new: str) -> None:
        """Change one place of a declaring file."""
        path = self.at.root / file
        text = path.read_text("utf-8")
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {file}"
        path.write_text(text.replace(old, new), "utf-8")

    def give(self, source: str, table: str, file: str = "2026-07.csv") -> Path:
        """Put a raw file into the inbox; what the table leaves out is ordinary."""
        return self.give_text(source, raw_csv(source, table, Path(file).stem), file)

    def give_text(self, source: str, text: str, file: str = "2026-07.csv") -> Path:
        """Put a raw file into the inbox as it is written."""
        path = self.at.inbox / source / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
        return path

    def copy(self, root: Path) -> World:
        """The same workspace in another folder, with all that runs left in it."""
        made = object.__new__(World)
        made.at = Locations(root)
        shutil.copytree(self.at.root, root)
        return made

    def run(self, as_of: str | None = "2026-07-31", *, wait: bool = True) -> Result:
        """A run of this process."""
        day = date.fromisoformat(as_of) if as_of else None
        with one_thread(), telling(quiet=True) as teller:
            return running.run(self.at, as_of=day, wait=wait, teller=teller)

    def load(self, as_of: str | None = "2026-07-31") -> Result:
        """A run that stops when rows are loaded and measured."""
        with patch("pipelines.run.publish"), patch.object(running._Run, "_score"):
            return self.run(as_of)

    def figures(self, as_of: str | None = "2026-07-31") -> Figures:
        """What a run computes for insiders; nothing is computed for the public, and
        no file is written."""
        tables: dict[str, list[Row]] = {}

        def note(con: duckdb.DuckDBPyConnection, *_: object) -> None:
            tables.update({name: rows(con, f"FROM {name}") for name in TABLES})

        with patch("pipelines.run.publish", note), nothing_for_the_public():
            result = self.run(as_of)
        assert result.status == "published", result.refusals
        return Figures(result, tables)


@contextmanager
def nothing_for_the_public() -> Iterator[None]:
    """Scoring leaves out the part that computes what the public file holds."""
    side_by_side = memory.side_by_side
    left_out = []

    def without(con: duckdb.DuckDBPyConnection, parts: Sequence[memory.Part]) -> None:
        of_insiders = []
        for part in parts:
            is_public = getattr(part, "__name__", "") == "for_everybody"
            (left_out if is_public else of_insiders).append(part)
        side_by_side(con, of_insiders)

    with patch.object(memory, "side_by_side", without):
        yield
    assert len(left_out) == 1


def rows(con: duckdb.DuckDBPyConnection, sql: str) -> list[Row]:
    """The rows of a query as dictionaries."""
    found = con.execute(sql)
    names = [column[0] for column in found.description or []]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def matches(row: Row, where: Mapping[str, object]) -> bool:
    """Whether a row has those cells."""
    return all(row[key] == value for key, value in where.items())


def rounded(row: Row) -> Row:
    """The row with its numbers to nine digits, for sums have no last bit."""
    return {
        key: round(value, 9) if isinstance(value, float) else value
        for key, value in row.items()
    }


def comparable(figures: Figures) -> dict[str, list[str]]:
    """All figures in an order of their own, so that two runs can be compared."""
    return {
        name: sorted(str(rounded(row)) for row in table)
        for name, table in figures.tables.items()
    }
