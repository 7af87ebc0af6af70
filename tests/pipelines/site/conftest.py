"""The invented world's public file, alone in a workspace, and its site."""

import json
import shutil
from pathlib import Path

import pytest

from pipelines.locations import Locations
from pipelines.site.build import build
from tests.dashboard import published

BASE = "https://data.example.gov.cn/"


@pytest.fixture(scope="session")
def public_world(tmp_path_factory: pytest.TempPathFactory) -> Locations:
    """A workspace of which only the public file is there; tests only read it."""
    folder = tmp_path_factory.mktemp("public")
    published.publish(folder)
    told = json.loads((folder / "published" / "current.json").read_text("utf-8"))
    (folder / "published" / told["files"].pop("internal")).unlink()
    (folder / "published" / "current.json").write_text(json.dumps(told), "utf-8")
    return Locations(folder)


@pytest.fixture
def copied(public_world: Locations, tmp_path: Path) -> Locations:
    """A copy to change."""
    shutil.copytree(public_world.root, tmp_path / "data")
    return Locations(tmp_path / "data")


@pytest.fixture(scope="session")
def site(public_world: Locations, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the world; tests only read it."""
    out = tmp_path_factory.mktemp("site") / "out"
    build(public_world, out, BASE)
    return out
