"""A workspace of the pipelines, and a cycle in the store that the dashboard writes."""

from pathlib import Path

import pytest

from dashboard.database.engine import STORE_VARIABLE
from tests.dashboard.assessments import world as cycles
from tests.pipelines.measure.cases_world import World


@pytest.fixture
def world(tmp_path: Path) -> World:
    """Return a workspace without a raw file."""
    return World(tmp_path / "data")


@pytest.fixture(scope="session")
def calendar_once(tmp_path_factory: pytest.TempPathFactory) -> World:
    """A workspace that published its calendar, and has neither file nor store."""
    world = World(tmp_path_factory.mktemp("calendar") / "data")
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv(STORE_VARIABLE, raising=False)
        assert world.run("2026-10-19").status == "published"
    return world


@pytest.fixture
def calendar_world(calendar_once: World, tmp_path: Path) -> World:
    """Return a copy; deadlines of assessments are counted by its calendar."""
    return calendar_once.copy(tmp_path / "data")


@pytest.fixture
def cycle(store: str) -> cycles.World:
    """Return the tiny cycle, on SQLite and on PostgreSQL."""
    return cycles.build()


@pytest.fixture
def sqlite_cycle(sqlite_store: str) -> cycles.World:
    """Return the same on SQLite only, for what is not about the store."""
    return cycles.build()
