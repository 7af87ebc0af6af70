"""A workspace whose second quarter is published, and editions of it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import duckdb
import pytest

from pipelines.editions import freeze as freezing
from pipelines.editions import verify as verifying
from pipelines.editions.freeze import Frozen
from pipelines.editions.identity import EditionId, Quarter
from pipelines.editions.verify import Verified
from pipelines.progress import telling
from pipelines.publish.publish import current
from tests.pipelines.measure.cases_world import World, rows
from tests.pipelines.threads import one_thread

AS_OF = "2026-07-31"
APRIL = """
department, rated,      level, times
gaj,        2026-04-10, 5,     30
gaj,        2026-04-10, 1,     10
rsj,        2026-04-11, 4,     40
"""
JULY = """
department, rated,      level, times
gaj,        2026-07-10, 5,     20
"""
# What came late: ten more bad ratings of the police in April.
LATE = """
department, rated,      level, times
gaj,        2026-04-20, 1,     10
"""


@pytest.fixture(scope="session")
def published_once(tmp_path_factory: pytest.TempPathFactory) -> World:
    """The workspace that every test gets a copy of."""
    world = World(tmp_path_factory.mktemp("editions") / "data")
    world.give("ratings", APRIL, "2026-04.csv")
    world.give("ratings", JULY, "2026-07.csv")
    assert world.run(AS_OF).status == "published"
    return world


@pytest.fixture(scope="session")
def frozen_once(
    published_once: World, tmp_path_factory: pytest.TempPathFactory
) -> World:
    """The same with April to June frozen."""
    world = published_once.copy(tmp_path_factory.mktemp("frozen") / "data")
    assert freeze(world, "按期发布", "en=On time").status == "frozen"
    return world


@pytest.fixture
def world(published_once: World, tmp_path: Path) -> World:
    """Return a workspace published as of July, in which April to June is complete."""
    return published_once.copy(tmp_path / "data")


@pytest.fixture
def frozen_world(frozen_once: World, tmp_path: Path) -> World:
    """Return the same with April to June frozen."""
    return frozen_once.copy(tmp_path / "data")


def freeze(world: World, *notes: str, quarter: str = "2026Q2") -> Frozen:
    """`python -m pipelines freeze` in this process."""
    with one_thread():
        return freezing.freeze(
            world.at, Quarter.parse(quarter), list(notes), wait=False, say=str
        )


def verify(world: World, edition: str = "2026Q2-1") -> Verified:
    """`python -m pipelines verify` in this process."""
    with one_thread(), telling(quiet=True) as teller:
        return verifying.verify(world.at, EditionId.parse(edition), teller)


def published(world: World, sql: str, audience: str = "internal") -> list[Any]:
    """What the current publication answers."""
    standing = current(world.at)
    assert standing
    name = dict(standing["files"])[audience]  # type: ignore[call-overload]
    return ask(world.at.published / name, sql)


def frozen(
    world: World, sql: str, edition: str = "2026Q2-1", audience: str = "internal"
) -> list[Any]:
    """What an edition's own file answers."""
    return ask(world.at.editions / edition / f"{audience}.duckdb", sql)


def ask(file: Path, sql: str) -> list[Any]:
    with duckdb.connect(str(file), read_only=True) as con:
        return rows(con, sql)


def manifest(world: World, edition: str = "2026Q2-1") -> dict[str, Any]:
    path = world.at.editions / edition / "edition.json"
    told: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return told
