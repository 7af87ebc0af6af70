"""A run that is killed at any moment: readers see a whole publication, and the next
run ends as if nothing had happened."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import duckdb
import pytest

from pipelines.publish.publish import current
from tests.pipelines.measure.cases_world import PROJECT, World, rows
from tests.pipelines.run.test_sequences import at_once

AS_OF = "2026-07-31"
# Runs the command line in a process that dies when a function begins or has ended.
DIES = """
import importlib, os, signal, sys
from pipelines import cli
module, name, when = sys.argv.pop(1).split(" ")
owner = importlib.import_module(module)
*path, last = name.split(".")
for part in path:
    owner = getattr(owner, part)
real = getattr(owner, last)
def deadly(*args, **kwargs):
    result = real(*args, **kwargs) if when == "after" else None
    os.kill(os.getpid(), signal.SIGKILL)
    return result
setattr(owner, last, deadly)
cli.main()
"""
MOMENTS = [
    "pipelines.run _Run._look after",
    "pipelines.validate.load Loader._type_quickly after",  # those not clean wait
    "pipelines.validate.load Loader._type_carefully after",  # file not entered
    "pipelines.run count_loaded before",  # committed, and nothing published
    "pipelines.measure.scan measure after",
    "pipelines.publish.publish _write before",
    "pipelines.publish.publish _write after",  # one of two files written
    "pipelines.publish.publish sync_folder before",  # current.json replaced
    "pipelines.publish.publish prune before",
    # Last, so that no later file opens the same month: entered, not measured.
    "pipelines.run _Run._measure before",
]


def started(world: World, *code: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [
            sys.executable,
            *(code or ("-m", "pipelines")),
            *("run", "--as-of", AS_OF, "--data", str(world.at.root)),
        ],
        cwd=PROJECT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def ratings_published(world: World) -> int:
    """Ratings that the standing publication counts; both its files are read whole."""
    standing = current(world.at)
    assert standing
    counted = set()
    for name in dict(standing["files"]).values():  # type: ignore[call-overload]
        with duckdb.connect(str(world.at.published / name), read_only=True) as con:
            for (table,) in con.execute(
                "SELECT table_name FROM duckdb_tables()"
            ).fetchall():
                rows(con, f"FROM {table}")
            ((version, n),) = con.execute(
                "SELECT p.version, o.n FROM publication AS p, observation AS o "
                "WHERE indicator_id = 'good_rate' AND subject_id = 'all' "
                "AND period_kind = 'month' AND period = DATE '2026-07-01'"
            ).fetchall()
            assert version == standing["version"]
            counted.add(n)
    (n,) = counted
    return int(n)


def give_one_more(world: World, number: int) -> None:
    world.give(
        "ratings", f"rated, level\n2026-07-10, {number % 3 + 3}", f"{number}.csv"
    )


@pytest.fixture(scope="module")
def published_once(tmp_path_factory: pytest.TempPathFactory) -> World:
    """The workspace of which every test disturbs a copy."""
    world = World(tmp_path_factory.mktemp("killed") / "data")
    give_one_more(world, 100)
    world.run(AS_OF)
    return world


@pytest.fixture
def published(published_once: World, tmp_path: Path) -> World:
    """Return a workspace in which one rating is published."""
    return published_once.copy(tmp_path / "data")


def test_killed_between_any_two_steps(published: World, tmp_path: Path) -> None:
    for number, moment in enumerate(MOMENTS, start=1):
        give_one_more(published, 100 + number)
        before = ratings_published(published)
        process = started(published, "-c", DIES, moment)
        assert process.wait(timeout=60) == -signal.SIGKILL, moment
        is_out = moment.endswith(("sync_folder before", "prune before"))
        assert ratings_published(published) == (number + 1 if is_out else before)
    assert ends_undisturbed(published, tmp_path / "fresh", len(MOMENTS) + 1)


@pytest.mark.slow
def test_killed_at_random_moments(published: World, tmp_path: Path) -> None:
    begun = time.monotonic()
    give_one_more(published, 101)
    started(published).wait(timeout=60)
    whole = time.monotonic() - begun
    chance = random.Random(2026)
    for number in range(2, 6):
        give_one_more(published, 100 + number)
        process = started(published)
        time.sleep(whole * chance.uniform(0.3, 1.0))
        process.kill()
        process.wait(timeout=60)
        assert 2 <= ratings_published(published) <= number + 1
    assert ends_undisturbed(published, tmp_path / "fresh", 6)


def test_killed_while_the_warehouse_is_built_again(
    published: World, tmp_path: Path
) -> None:
    published.edit("sources/ratings.toml", "reject_limit = 0.02", "reject_limit = 0.03")
    for moment in (
        "pipelines.rebuild _remove before",
        "pipelines.rebuild _remove after",
        "pipelines.validate.load Loader._type_quickly after",
    ):
        process = started(published, "-c", DIES, moment)
        assert process.wait(timeout=60) == -signal.SIGKILL
        assert ratings_published(published) == 1
    assert ends_undisturbed(published, tmp_path / "fresh", 1)


def ends_undisturbed(world: World, fresh: Path, ratings: int) -> bool:
    """Whether the next run publishes what a workspace never killed publishes."""
    assert world.run(AS_OF).status in ("published", "unchanged")
    assert ratings_published(world) == ratings
    assert not list(world.at.published.glob("*.new*"))
    assert not list(world.at.root.glob(".scratch-*"))
    standing = current(world.at)
    assert standing
    internal = dict(standing["files"])["internal"]  # type: ignore[call-overload]
    expected = at_once(world, fresh, AS_OF)
    with duckdb.connect(str(world.at.published / internal), read_only=True) as con:
        for table in ("observation", "score", "scorecard", "satisfaction_ranking"):
            found = rows(con, f"FROM {table}")
            told = [
                {name: row[name] for name in found[0]} for row in expected.of(table)
            ]
            assert sorted(map(str, found)) == sorted(map(str, told)), table
    return True
