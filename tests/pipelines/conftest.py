"""One small workspace a test; nothing of it outlives the test."""

from pathlib import Path

import pytest

from tests.pipelines.worlds import VISITS, World


@pytest.fixture
def visits(tmp_path: Path) -> World:
    """Return a workspace with one source, `visits`, for files of every shape."""
    return World(tmp_path / "data", visits=VISITS)
