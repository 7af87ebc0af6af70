"""A source, an indicator, a scheme, a department: added in files, without Python."""

import json
from pathlib import Path

import duckdb

from tests.pipelines.declarations.declared import SCHEME
from tests.pipelines.worlds import World

LIBRARIES = """\
key      = ["loan"]
dated_by = "lent_on"
name     = { zh = "借阅", en = "Loans" }

[columns.loan]
aliases = ["借阅号"]
[columns.city_id]
kind    = "city"
aliases = ["城市"]
[columns.department_id]
kind    = "department"
aliases = ["馆"]
[columns.lent_on]
kind    = "date"
aliases = ["日期"]
[columns.days]
kind    = "integer"
aliases = ["天数"]
"""
RETURNED = """\
source    = "loans"
pillar    = "libraries"
kind      = "ratio"
unit      = "share"
period_by = "lent_on"
audiences = ["public", "internal"]
numerator = "days <= 30"
minimum_n = 1
name       = { zh = "按期归还率", en = "Returned within thirty days" }
short_name = { zh = "归还", en = "Returned" }
definition = { zh = "三十日内归还的比例。", en = "Share back within thirty days." }
"""
LOANS = "借阅号,城市,馆,日期,天数\n" + "".join(
    f"L{n},哈尔滨,{where},2026-01-05,{days}\n"
    for n, (where, days) in enumerate(
        [("图书馆", 30), ("图书馆", 31), ("图书馆", 5), ("旧图书馆", 9), ("公安局", 99)]
    )
)


def test_everything_new_is_declared_and_measured(tmp_path: Path) -> None:
    world = World(tmp_path / "data", loans=LIBRARIES)
    world.write("indicators/returned_rate.toml", RETURNED)
    scheme = SCHEME.replace('"satisfied_rate"', '"returned_rate"')
    world.write("schemes/2026.toml", scheme)
    with (world.at.reference / "departments.csv").open("a", encoding="utf-8") as table:
        table.write("tsg,图书馆,City Library,旧图书馆,,\n")
    world.give("loans", "01.csv", LOANS)
    said = world.command("run", "--json")
    assert said.status == 0, said
    assert json.loads(said.out)["sources"][0]["rows_loaded"] == 5
    (path,) = world.at.published.glob("*-internal.duckdb")
    with duckdb.connect(str(path), read_only=True) as con:
        rows = con.execute(
            "SELECT subject_id, numerator, denominator FROM observation "
            "WHERE indicator_id = 'returned_rate' AND period_kind = 'month' "
            "AND denominator > 0 ORDER BY subject_id"
        ).fetchall()
        names = con.execute(
            "SELECT name['zh'], name['en'] FROM subject "
            "WHERE subject_id = 'department:tsg'"
        ).fetchall()
    # Of the library's four loans those of 30, 5 and 9 days are in time.
    assert rows == [
        ("all", 3, 5),
        ("city:230100", 3, 5),
        ("department:gaj", 0, 1),
        ("department:tsg", 3, 4),
        ("organ:230100/gaj", 0, 1),
        ("organ:230100/tsg", 3, 4),
    ]
    assert names == [("图书馆", "City Library")]
