"""An invented year of the default size and one of a small size, made once."""

from __future__ import annotations

import csv
import io
import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from python_calamine import CalamineWorkbook

from pipelines.demo import Summary, generate

ROOT = Path(__file__).parents[3]
SMALL = 5_000

Year = tuple[Path, Summary]
Rows = list[list[Any]]


@pytest.fixture(scope="session")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Callable[[], Path]:
    """Makes empty workspaces that have the project's reference tables."""

    def make() -> Path:
        data = tmp_path_factory.mktemp("demo") / "data"
        shutil.copytree(ROOT / "data" / "reference", data / "reference")
        return data

    return make


@pytest.fixture(scope="session")
def year(workspace: Callable[[], Path]) -> Iterator[Year]:
    """The default year: its workspace and its summary."""
    data = workspace()
    yield data, generate(data)
    shutil.rmtree(data / "inbox")


@pytest.fixture(scope="session")
def small_year(workspace: Callable[[], Path]) -> Year:
    """A small year: its workspace and its summary."""
    data = workspace()
    return data, generate(data, cases=SMALL, seed=7)


@pytest.fixture(scope="session")
def read() -> Callable[[Path], Rows]:
    """Reads a raw file, whatever it is: the header and the rows below it."""
    return _read


def _read(path: Path) -> Rows:
    if path.suffix == ".parquet":
        table = pq.read_table(path)
        return [table.column_names, *(list(row.values()) for row in table.to_pylist())]
    if path.suffix == ".xlsx":
        return CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()
    content = path.read_bytes()
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("gb18030")
    if path.suffix == ".jsonl":
        objects = [json.loads(line) for line in text.splitlines()]
        return [list(objects[0]), *(list(row.values()) for row in objects)]
    delimiter = "\t" if path.suffix == ".tsv" else ","
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
