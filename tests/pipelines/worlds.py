"""Small workspaces of two or three things, taken through production code.

A `World` is a folder with declarations; raw files are written from short texts. `read`
types one file as a run would, in memory; `run` and `command` are the whole program.
"""

from __future__ import annotations

import contextlib
import io
import shutil
import sys
import tempfile
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import Any
from unittest.mock import patch

import duckdb

from pipelines import cli, ledger, warehouse
from pipelines import run as running
from pipelines.declarations import workspace as declarations
from pipelines.landing.inbox import Arrival, split_revision, stamp
from pipelines.locations import Locations
from pipelines.progress import telling
from pipelines.run import Result
from pipelines.validate.batches import Loaded, New
from pipelines.validate.load import Loader
from tests.pipelines.threads import one_thread

PROJECT = Path(__file__).resolve().parents[2]
Rows = list[tuple[Any, ...]]

WORKSPACE = """\
languages = ["zh", "en"]
time_zone = "Asia/Shanghai"
as_of     = "latest"
name      = { zh = "某省", en = "A province" }
all_name  = { zh = "全省", en = "Whole province" }
"""
REFERENCE = {
    "cities": """\
city_id,name_zh,name_en,aliases,valid_from,valid_to
230100,哈尔滨市,Harbin,哈尔滨|230102|230103,,
231000,牡丹江市,Mudanjiang,231002,,
231081,绥芬河市,Suifenhe,,,
""",
    "departments": """\
department_id,name_zh,name_en,aliases,valid_from,valid_to
gaj,公安局,Public Security,,,
sthjj,生态环境局,Ecology and Environment,环境保护局|环保局,,
sjj,数据局,Data Bureau,,2024-01-01,
""",
    "items": """\
item_id,department_id,name_zh,name_en,promised_days,legal_days,valid_from,valid_to
000109001000,gaj,户口登记,Registration,5,20,,
000109002000,gaj,补领证件,Replacement,0,0,,
230116001000,sthjj,排污许可,Discharge permit,10,20,,2025-12-31
""",
    "channels": """\
channel,name_zh,name_en,aliases,is_online
window,窗口,Counter,大厅,false
pc,电脑端,Website,PC,true
default,系统默认,Default,,false
""",
    "tags": """\
tag_id,version,level,name_zh,name_en,cause,compulsory
510,2,5,一次办结,Done at once,,true
""",
}
# A source for files of every shape: a key, a day, two numbers and a text.
VISITS = """\
key      = ["visit_id"]
dated_by = "seen_on"
name     = { zh = "来访", en = "Visits" }

[columns.visit_id]
aliases = ["编号"]

[columns.seen_on]
kind     = "date"
required = true
aliases  = ["日期"]
formats  = ["%Y%m%d", "%d.%m.%Y"]

[columns.people]
kind    = "integer"
minimum = 0
maximum = 5000
aliases = ["人数"]

[columns.hours]
kind = "decimal"

[columns.note]
aliases = ["备注"]
"""


@dataclass
class Reading:
    """What became of one file."""

    rows: Rows
    rejects: Rows  # row, column, value, reason code
    notes: list[str]
    rows_read: int
    format: str
    encoding: str | None
    reasons: list[str]


@dataclass
class Said:
    """What a command answered."""

    status: int
    out: str
    err: str


class World:
    """One workspace below `root`; `sources` are the TOML texts of its sources."""

    def __init__(self, root: Path, **sources: str) -> None:
        self.at = Locations(root)
        for name, text in REFERENCE.items():
            self.write(f"reference/{name}.csv", text)
        if any("[clock]" in text for text in sources.values()):
            shutil.copy(PROJECT / "data/reference/calendar.csv", self.at.reference)
        self.write("workspace.toml", WORKSPACE)
        for name, text in sources.items():
            self.write(f"sources/{name}.toml", text)

    def write(self, file: str, content: str | bytes) -> Path:
        """Write any file of the workspace."""
        path = self.at.root / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    def edit(self, file: str, old: str, new: str) -> None:
        """Change one place of a declaring file."""
        text = (self.at.root / file).read_text("utf-8")
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {file}"
        self.write(file, text.replace(old, new))

    def give(self, source: str, name: str, content: str | bytes) -> Path:
        """Put a raw file into the inbox."""
        return self.write(f"inbox/{source}/{name}", content)

    def run(self, as_of: str | None = None) -> Result:
        """A run of this process."""
        day = date.fromisoformat(as_of) if as_of else None
        with one_thread(), telling(quiet=True) as teller:
            return running.run(self.at, as_of=day, teller=teller)

    def load(self, as_of: str | None = "2026-12-31") -> Result:
        """A run that stops when rows are loaded and measured; nothing is published."""
        with (
            patch.object(running, "publish"),
            patch.object(running._Run, "_score"),
        ):
            return self.run(as_of)

    def ledger(self, source: str) -> dict[str, tuple[int, ...]]:
        """File name to rows read, loaded, rejected, duplicate, superseded."""
        with duckdb.connect(str(self.at.warehouse)) as con:
            ledger.count_standing(con)
            sql = files("pipelines.publish").joinpath("ledger.sql").read_text("utf-8")
            con.execute(sql)
            rows = con.execute(
                "SELECT file, rows_read, rows_loaded, rows_rejected, rows_duplicate, "
                "rows_superseded FROM load WHERE source = ? ORDER BY loaded_at, "
                "superseded_by IS NULL",
                [source],
            ).fetchall()
        return {name: tuple(counts) for name, *counts in rows}

    def read(
        self, source: str, name: str, content: str | bytes, select: str = "*"
    ) -> Reading:
        """Land and type one file in memory; raises DataRefused as a run would."""
        path = self.write(f"elsewhere/{name}", content)
        workspace = declarations.load(self.at)
        declared = workspace.sources[source]
        with duckdb.connect() as con, tempfile.TemporaryDirectory() as scratch:
            con.execute("SET TimeZone = 'UTC'")
            con.execute(warehouse.SCHEMA)
            loader = Loader(con, workspace, "secret")
            con.execute(loader.statement(declared).table_sql())
            arrival = Arrival(
                path, name, *split_revision(path.stem, ""), stamp(path, None)
            )
            loaded = Loaded(declared)
            new = New(loaded, [arrival], frozenset(), 1)
            for refused in loader.load([new], Path(scratch), lambda _: None).values():
                raise refused
            rows = con.execute(
                f'SELECT {select} FROM typed."{source}" ORDER BY row'
            ).fetchall()
        (landed,) = loaded.landed
        return Reading(
            rows,
            [
                (r.row, r.column_name, r.value, r.reason_code)
                for r in sorted(loaded.rejects, key=lambda r: (r.row, r.column_name))
            ],
            landed.notes,
            landed.rows_read,
            landed.format,
            landed.encoding,
            [r.reason for r in loaded.rejects],
        )

    def typed(
        self, source: str, select: str = "*", where: str = "standing = 0"
    ) -> Rows:
        """Rows of the warehouse, in an order that does not depend on files."""
        return self.ask(f'SELECT {select} FROM typed."{source}" WHERE {where}')

    def ask(self, sql: str) -> Rows:
        """Any question to the warehouse; the answer is sorted."""
        with duckdb.connect(str(self.at.warehouse)) as con:
            return sorted(con.execute(sql).fetchall(), key=str)

    def command(self, *arguments: str) -> Said:
        """`python -m pipelines …` of this workspace, as a terminal would have it."""
        return command(self.at.root, *arguments)


def command(root: Path, *arguments: str) -> Said:
    """`python -m pipelines …` of a workspace, as a terminal would have it."""
    out, err = io.StringIO(), io.StringIO()
    line = ["pipelines", *arguments, "--data", str(root)]
    with (
        one_thread(),
        patch.object(sys, "argv", line),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
    ):
        try:
            cli.main()
            status = 0
        except SystemExit as end:
            status = int(end.code or 0)
    return Said(status, out.getvalue(), err.getvalue())
