"""The invented world as open data, asked in this process; the internal file is gone."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from dashboard.open_data import server


def publish_copy(world: Path, folder: Path, version: str = "v1") -> None:
    """Publish the world's public file alone, as the outer network's copy is."""
    published = folder / "published"
    published.mkdir(exist_ok=True)
    told = json.loads((world / "published" / "current.json").read_text("utf-8"))
    name = f"{version}-public.duckdb"
    shutil.copy(world / "published" / told["files"]["public"], published / name)
    told.update(version=version, files={"public": name})
    aside = published / "current.json.new"
    aside.write_text(json.dumps(told), "utf-8")
    aside.replace(published / "current.json")


@pytest.fixture(scope="module")
def workspace(world: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A workspace of which only the public file is there."""
    folder = tmp_path_factory.mktemp("open")
    publish_copy(world, folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GOVSCORE_DATA", str(folder))
        yield folder


@pytest.fixture(scope="module")
def client(workspace: Path) -> Iterator[TestClient]:
    with TestClient(server.Alone(), headers={"Accept-Encoding": ""}) as client:
        yield client
