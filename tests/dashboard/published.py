"""Publish the invented world of world.py as the pipelines would, without them.

`python -m tests.dashboard.published DIR` writes a workspace to look at.
"""

import functools
import json
import sys
import tempfile
from collections.abc import Iterable
from datetime import date
from pathlib import Path

import duckdb
import pandas as pd

from tests.dashboard import scored, signals, world
from tests.dashboard.world import names

_PROJECT = Path(__file__).parents[2]
_SCHEMA = _PROJECT / "pipelines" / "publish" / "schema.sql"
_CALENDAR = _PROJECT / "data" / "reference" / "calendar.csv"


def publish(workspace: Path, version: str = "v1", *, empty: bool = False) -> Path:
    """Write both files and current.json. `empty`: declared, but nothing measured."""
    folder = workspace / "published"
    folder.mkdir(parents=True, exist_ok=True)
    files = {}
    for audience in ("public", "internal"):
        files[audience] = f"{version}-{audience}.duckdb"
        content = _file(version, audience, empty)
        (folder / files[audience]).write_bytes(content)
    aside = folder / "current.json.new"
    told = {
        "version": version,
        "as_of": world.AS_OF.isoformat(),
        "published_at": "2026-11-01T02:03:04+00:00",
        "files": files,
    }
    aside.write_text(json.dumps(told), encoding="utf-8")
    aside.replace(folder / "current.json")
    return folder


@functools.cache
def _file(version: str, audience: str, empty: bool) -> bytes:
    """A published file; made once, since many tests change a copy."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "published.duckdb"
        _write(path, version, audience, empty)
        return path.read_bytes()


def _write(path: Path, version: str, audience: str, empty: bool) -> None:
    with duckdb.connect(str(path)) as con:
        con.execute(_SCHEMA.read_text(encoding="utf-8"))
        _declare(con, version, audience, empty)
        if empty:
            return
        _insert(con, "period", (_period(kind, day) for kind, day in world.periods()))
        observations = scored.observations()
        if audience == "public":
            hidden = observations.state == "withheld"
            observations.loc[hidden, ["numerator", "denominator"]] = None
        _append(con, "observation", observations)
        for table, rows in scored.scores(observations).items():
            _append(con, table, rows)
        _append(con, "response", scored.response(observations))
        if audience == "internal":
            _tell_insiders(con)


def _declare(
    con: duckdb.DuckDBPyConnection, version: str, audience: str, empty: bool
) -> None:
    latest = None if empty else world.LATEST_QUARTER
    completeness = None if empty else 0.987
    hashes = ("0123456", "workspace", "input")
    workspace = names("黑龙江省政务服务绩效", "Heilongjiang service performance")
    _insert(con, "publication", [(
        version, world.AS_OF, "2026-11-01 02:03:04", audience, *hashes, workspace,
        ["zh", "en"], latest, completeness, "very_satisfied_rate", world.HEADLINE,
    )])  # fmt: skip
    _insert(con, "subject", _subjects())
    _insert(con, "peer_group", (
        (group, kind, names(zh, en), "declared", None)
        for group, kind, zh, en in world.PEER_GROUPS
    ))  # fmt: skip
    _insert(con, "indicator", (
        (key, pillar, source, kind, unit, higher, names(zh, en), names(zh, en),
         names(f"{zh}的定义", f"What {en.lower()} means"), f"count of {key}",
         "rated_at", 10, "GB/T 39735", place)
        for place, (key, pillar, source, kind, unit, higher, zh, en, _b, _s)
        in enumerate(world.INDICATORS, 1)
    ))  # fmt: skip
    note = names("虚构数据", "Invented data")
    scheme = names("2026 年方案", "Scheme 2026")
    _insert(con, "scheme", [
        ("2026", scheme, date(2025, 1, 1), date(2026, 12, 31), 0.7, note,
         "arithmetic", None, 5.0, None, "floor"),
    ])  # fmt: skip
    _insert(con, "scheme_pillar", (
        ("2026", pillar, names(zh, en), weight, place, None, 1, pillar, weight,
         "arithmetic", None, 0.7)
        for pillar, zh, en, weight, place in world.PILLARS
    ))  # fmt: skip
    pillar_of = {row[0]: row[1] for row in world.INDICATORS}
    _insert(con, "scheme_indicator", (
        ("2026", key, pillar_of[key], weight, worst, best, target, weight,
         "goalposts", best > worst, *(None,) * 5, [], [])
        for key, weight, worst, best, target in world.SCHEME
    ))  # fmt: skip
    _insert(con, "scheme_band", (
        ("2026", band, names(zh, en), from_score, 0.3 if band == "excellent" else None)
        for band, zh, en, from_score in world.BANDS
    ))  # fmt: skip
    _insert(con, "scheme_adjustment", (
        ("2026", key, names(zh, en), *rule, place)
        for place, (key, zh, en, *rule) in enumerate(world.ADJUSTMENTS, 1)
    ))  # fmt: skip
    _insert(con, "limit_value", [
        ("withheld_below", 10.0), ("not_ranked_below", 30.0), *signals.LIMITS,
        ("honesty_burst_minutes", 10.0), ("honesty_instant_seconds", 5.0),
    ])  # fmt: skip
    _insert(con, "source", (
        (source, names(zh, source.title()), ["case_id"], 0.02)
        for source, zh in (("cases", "办件"), ("ratings", "评价"),
                           ("assessments", "考核"), ("statistics", "统计"))
    ))  # fmt: skip
    _insert(con, "item", ((i, d, names(zh, en)) for i, d, zh, en in world.ITEMS))
    _insert(con, "tag", ((i, n, c, names(zh, en)) for i, n, c, zh, en in world.TAGS))
    if audience == "internal":
        _append(con, "calendar", calendar())


def calendar() -> pd.DataFrame:
    """The project's own calendar, as the pipelines publish it."""
    days = pd.read_csv(_CALENDAR, parse_dates=["date"])
    told = days[["date", "is_workday", "provisional"]]
    return told.set_axis(["day", "is_workday", "is_provisional"], axis="columns")


def _subjects() -> Iterable[tuple[object, ...]]:
    everything = names("全省", "All")
    yield "all", "all", None, None, everything, everything, "all", False, 0
    for place, (city, zh, en, szh, sen, group, _n) in enumerate(world.CITIES, 1):
        yield (f"city:{city}", "city", city, None, names(zh, en), names(szh, sen),
               group, True, place)  # fmt: skip
    for place, (dept, zh, en, group, ranked) in enumerate(world.DEPARTMENTS, 1):
        yield (f"department:{dept}", "department", None, dept, names(zh, en),
               names(zh, en), group, ranked, place)  # fmt: skip
    for city, czh, cen, *_ in world.CITIES:
        for dept, dzh, den, group, ranked in world.DEPARTMENTS:
            name = names(f"{czh}{dzh}", f"{cen} {den}")
            yield (f"organ:{city}/{dept}", "organ", city, dept, name, name, group,
                   ranked, 0)  # fmt: skip


def _period(kind: str, day: date) -> tuple[object, ...]:
    end = world.period_end(kind, day)
    complete = end <= world.AS_OF
    return kind, day, end, complete, not complete, world.previous(kind, day)


def _tell_insiders(con: duckdb.DuckDBPyConnection) -> None:
    quarter = ("quarter", world.LATEST_QUARTER)
    subjects = ("department:zjj", "organ:230100/zjj", "city:230100")
    drags = (("230115003000", 40.0, 0.012), ("230115002000", 21.0, 0.004))
    _insert(con, "item_drag", (
        (subject, "on_time_rate", *quarter, item, 100.0 - late, 100.0,
         1 - late / 100.0, drag, place)
        for subject in subjects
        for place, (item, late, drag) in enumerate(drags, 1)
    ))  # fmt: skip
    _insert(con, "tag_count", (
        (subject, *quarter, tag, n)
        for subject in subjects
        for tag, n in (("1102", 31), ("1101", 12), ("2101", 3))
    ))  # fmt: skip
    _insert(con, "overdue_case", (
        ("organ:230100/zjj", f"{n:064x}", "230115002000", "window", date(2026, 8, n),
         date(2026, 9, n), date(2026, 9, n + 10), 20, 30, "working", 40 - n, n < 3,
         False)
        for n in range(1, 6)
    ))  # fmt: skip
    _insert(con, "panel", (
        (method, subject, *quarter, assessors, judgements, spread, *adjusted)
        for subject in subjects
        for method, assessors, judgements, spread, adjusted in world.PANELS
    ))  # fmt: skip
    _insert(con, "method_reliability", [
        ("assessment_routine", *quarter, 8, 1, 8, 1, True, *(None,) * 5),
        ("assessment_expert", *quarter, 8, 6, 32, 1, True, None, 0.2, None, 0.42,
         False),
    ])  # fmt: skip
    ages = ((1, 0, 5), (2, 6, 20), (3, 21, None))
    _insert(con, "age_class", ages)
    days = (
        (date(2026, 9, 30), 40, 10, 4.0, 30.0),
        (date(2026, 10, 31), 30, 5, 6.0, 44.0),
    )
    _insert(con, "backlog", ((subject, *day) for subject in subjects for day in days))
    _insert(con, "backlog_age", (
        (subject, day, number, total // 3)
        for subject in subjects for day, total, *_ in days for number, _f, _t in ages
    ))  # fmt: skip
    signals.insert(con)
    _insert(con, "attention", [
        (*quarter, 1, "fall", "department:zjj", "on_time_rate", 0.94, 0.98, 2400.0),
        (*quarter, 2, "legal_breach", "organ:230100/zjj", "open_overdue", 2.0, None,
         None),
        (*quarter, 3, "overdue", "city:230200", "open_overdue", 48.0, 40.0, None),
        (*quarter, 4, "below_target", "department:fgw", "very_satisfied_rate", 0.89,
         0.90, 600.0),
    ])  # fmt: skip
    _insert(con, "honesty_flag", [
        ("burst", "organ:230100/zjj", date(2026, 9, 1), date(2026, 9, 29), "ab6c745d7e",
         45.0, None, 1.03, 4e-45, 1.0, 3, "2026-09-29 16:38:11",
         "2026-09-29 16:45:06", 3),
        ("low_response", "organ:230200/zjj", date(2026, 7, 1), None, None, 3.0, 400.0,
         20.0, None, None, None, None, None, 1),
    ])  # fmt: skip
    _insert(con, "doubt", (
        (subject, *quarter, flags, 46, 0.91, 4000.0, 0.902)
        for subject, flags in (("all", 2), ("department:zjj", 2),
                               ("organ:230100/zjj", 1), ("city:230100", 1))
    ))  # fmt: skip
    _insert(con, "contradicting_rating", [
        ("tag_against_level", "organ:230100/zjj", date(2026, 8, 1), date(2026, 8, 4),
         "00aa", "00bb", "window", 5, ["2101", "1101"]),
    ])  # fmt: skip
    _insert(con, "load", (
        (source, f"{source}-{n}.csv", f"{n:064x}", "2026-11-01 01:00:00", 1000, 980,
         10, 6, 4, "csv", "gb18030" if n == 2 else "utf-8",
         f"{source}-2.csv" if n == 1 else None, date(2026, 9, 1), date(2026, 9, 30),
         ["a byte order mark was removed"] if n == 2 else [])
        for source in ("cases", "ratings") for n in (1, 2)
    ))  # fmt: skip
    _insert(con, "reject", (
        ("cases", "cases-2.csv", row, "accepted_at", world.HOSTILE,
         "Not a date.", "not_a_date")
        for row in range(2, 12)
    ))  # fmt: skip
    _insert(con, "arrival", (
        (source, month, 1000 + place, 6, 8)
        for source in ("cases", "ratings")
        for place, month in enumerate(world.MONTHS)
        # Ratings of one month never arrived.
        if not (source == "ratings" and month == date(2026, 5, 1))
    ))  # fmt: skip


def _insert(
    con: duckdb.DuckDBPyConnection, table: str, rows: Iterable[tuple[object, ...]]
) -> None:
    for row in rows:
        con.execute(f"INSERT INTO {table} VALUES ({', '.join('?' * len(row))})", row)


def _append(con: duckdb.DuckDBPyConnection, table: str, rows: pd.DataFrame) -> None:
    con.register("rows", rows)
    con.execute(f"INSERT INTO {table} BY NAME SELECT * FROM rows")
    con.unregister("rows")


if __name__ == "__main__":
    publish(Path(sys.argv[1]))
