"""One small workspace a test."""

from pathlib import Path

import pytest

from tests.pipelines.measure.cases_world import World


@pytest.fixture
def world(tmp_path: Path) -> World:
    """Return an empty workspace in which nothing is withheld for small numbers."""
    return World(tmp_path / "data")
