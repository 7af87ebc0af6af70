"""Run a workspace of this folder over files that lie elsewhere, by the command line.

The files are linked into the inbox of a temporary copy of the declarations; none of
them is ever part of the project.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pytest

HERE = Path(__file__).resolve().parent
PROJECT = HERE.parents[1]
REAL = PROJECT.parent / "shared" / "real"


@dataclass(frozen=True)
class Workspace:
    """A copy of one workspace, with whatever was put into its inbox."""

    root: Path

    def put(self, source: str, name: str, text: str) -> None:
        """Write a file of invented rows into a source's inbox."""
        folder = self.root / "inbox" / source
        folder.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8", newline="")

    def run(self, *options: str, expect: int = 0) -> dict[str, Any]:
        """Run the pipelines; what `run --json` prints."""
        done = subprocess.run(
            [sys.executable, "-m", "pipelines", "run", "--json", *options],
            cwd=PROJECT,
            env={**os.environ, "GOVSCORE_DATA": str(self.root)},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == expect, done.stderr
        told: dict[str, Any] = json.loads(done.stdout)
        return told

    def published(self, question: str, audience: str = "public") -> list[Any]:
        """Rows of the published file that an audience opens."""
        current = json.loads(
            (self.root / "published" / "current.json").read_text("utf-8")
        )
        return _rows(self.root / "published" / current["files"][audience], question)

    def typed(self, question: str) -> list[Any]:
        """Rows of the warehouse."""
        return _rows(self.root / "warehouse.duckdb", question)


def workspace(name: str, place: Path) -> Workspace:
    """A temporary copy of the declarations, its inbox empty."""
    shutil.copytree(HERE / name, place)
    return Workspace(place)


def with_real_files(
    name: str, place: Path, files: Mapping[str, tuple[str, ...]]
) -> Workspace:
    """The same with real files linked in; skips, saying why, where there are none."""
    lacking = [file for names in files.values() for file in names]
    lacking = [file for file in lacking if not (REAL / file).is_file()]
    if lacking:
        pytest.skip(f"the files of {name} are not here: {REAL / lacking[0]}")
    made = workspace(name, place)
    for source, names in files.items():
        folder = made.root / "inbox" / source
        folder.mkdir(parents=True)
        for file in names:
            (folder / Path(file).name).symlink_to(REAL / file)
    return made


def _rows(database: Path, question: str) -> list[Any]:
    with duckdb.connect(str(database), read_only=True) as con:
        return con.execute(question).fetchall()
