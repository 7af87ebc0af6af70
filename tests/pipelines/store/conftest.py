"""A workspace of the pipelines, and a cycle in the store that the dashboard writes."""

from pathlib import Path

import pytest

from tests.dashboard.assessments import world as cycles
from tests.pipelines.measure.cases_world import World


@pytest.fixture
def world(tmp_path: Path) -> World:
    """Return a workspace without a raw file."""
    return World(tmp_path / "data")


@pytest.fixture
def cycle(store: str) -> cycles.World:
    """Return the tiny cycle, on SQLite and on PostgreSQL."""
    return cycles.build()


@pytest.fixture
def sqlite_cycle(sqlite_store: str) -> cycles.World:
    """Return the same on SQLite only, for what is not about the store."""
    return cycles.build()
