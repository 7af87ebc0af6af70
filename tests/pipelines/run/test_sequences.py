"""Whatever arrives in whatever order, the figures are those of a run from nothing."""

from __future__ import annotations

import shutil
from datetime import date, timedelta
from pathlib import Path

import duckdb
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.pipelines.measure.cases_world import Figures, World, comparable

FIRST = date(2026, 5, 1)
day = st.integers(0, 70).map(lambda n: FIRST + timedelta(days=n))
case_id = st.sampled_from(["c1", "c2"])
city = st.sampled_from(["230100", "231081"])
HEADERS = {
    "cases": "case_id, city, accepted, promised, closed, result",
    "case_pauses": "case_id, started_on, ended_on, kind, extra_days",
    "ratings": "case_id, city, rated, level, tags",
}
ROWS = {
    "cases": st.builds(
        lambda c, p, a, days, took, result: (
            f"{c}, {p}, {a}, {days}, "
            f"{a + timedelta(days=took) if took >= 0 else ''}, {result}"
        ),
        case_id,
        city,
        day,
        st.sampled_from([0, 3, 10]),
        st.integers(-1, 20),
        st.sampled_from(["approved", "withdrawn"]),
    ),
    "case_pauses": st.builds(
        lambda c, d, n, kind: (
            f"{c}, {d}, {d + timedelta(days=n)}, {kind}, "
            f"{n if kind == 'extend' else ''}"
        ),
        case_id,
        day,
        st.integers(0, 30),
        st.sampled_from(["suspend", "extend"]),
    ),
    "ratings": st.builds(
        lambda c, p, d, level: f"{c}, {p}, {d}, {level}, {'110' if level < 3 else ''}",
        case_id,
        city,
        day,
        st.integers(1, 5),
    ),
}
# The order of names decides which row of a key stands; _r2 corrects a whole file.
NAMES = ("a.csv", "b.csv", "c.csv", "a_r2.csv", "b_r2.csv")
arrival = st.sampled_from(sorted(HEADERS)).flatmap(
    lambda source: st.tuples(
        st.just(source),
        st.sampled_from(NAMES),
        st.lists(ROWS[source], min_size=1, max_size=4),
    )
)
again = st.tuples(st.just("copy"), st.sampled_from(NAMES), st.sampled_from(NAMES))
step = st.tuples(
    st.lists(arrival | again, min_size=1, max_size=3),
    st.sampled_from(["2026-06-15", "2026-07-31", "2026-08-31"]),
)


@settings(
    max_examples=5,
    deadline=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow],
)
@given(steps=st.lists(step, min_size=2, max_size=4))
def test_arriving_bit_by_bit_ends_like_arriving_at_once(
    tmp_path_factory: pytest.TempPathFactory,
    steps: list[tuple[list[tuple[str, str, list[str]]], str]],
) -> None:
    folder = tmp_path_factory.mktemp("w")
    world = World(folder / "bit_by_bit")
    for arrivals, as_of in steps:
        for source, name, what in arrivals:
            if source == "copy":
                copy(world, name, str(what))
            else:
                world.give(source, "\n".join([HEADERS[source], *what]), name)
        figures = world.figures(as_of)
        assert figures.result.status == "published"
        assert_every_row_is_counted(world)
        assert_every_open_row_is_kept(world)
    assert comparable(figures) == comparable(at_once(world, folder / "once", as_of))


def assert_every_row_is_counted(world: World) -> None:
    """Files are counted when they change; here all rows are, and nothing differs."""
    with duckdb.connect(str(world.at.warehouse), read_only=True) as con:
        for source, day in (("cases", "accepted_at"), ("ratings", "rated_at")):
            counted = con.execute(
                "SELECT file_id, standing, month, city_id, department_id, rows "
                "FROM partial.arrived WHERE source = ? ORDER BY ALL",
                [source],
            ).fetchall()
            there = con.execute(
                f"SELECT file_id, standing, date_trunc('month', {day})::DATE, "
                "city_id::VARCHAR AS city_id, department_id::VARCHAR, count(*) "
                f"FROM typed.{source} GROUP BY ALL ORDER BY ALL"
            ).fetchall()
            assert counted == there


def assert_every_open_row_is_kept(world: World) -> None:
    """Open rows are kept as files change; here all are looked for, nothing differs."""
    with duckdb.connect(str(world.at.warehouse), read_only=True) as con:
        kept = con.execute("FROM partial.cases_open ORDER BY ALL").fetchall()
        there = con.execute(
            "FROM typed.cases WHERE standing = 0 AND closed_on IS NULL ORDER BY ALL"
        ).fetchall()
        assert kept == there


def copy(world: World, name: str, to: str) -> None:
    """The same bytes under another name, where there are any."""
    for folder in world.at.inbox.glob("*"):
        if (folder / name).exists() and name != to:
            shutil.copyfile(folder / name, folder / to)


def at_once(world: World, root: Path, as_of: str) -> Figures:
    """The figures of a workspace with the same files that never ran before."""
    fresh = World(root)
    shutil.copytree(world.at.inbox, fresh.at.inbox, dirs_exist_ok=True)
    shutil.copy(world.at.secret, fresh.at.secret)
    return fresh.figures(as_of)
