"""A published workspace to look at: the one that is set, or a demo made for it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[1]
VARIABLE = "GOVSCORE_DATA"
# What a workspace declares; what runs leave behind is not copied.
DECLARED = (
    *("workspace.toml", "honesty.toml"),
    *("reference", "sources", "indicators", "schemes"),
)


@contextmanager
def published() -> Iterator[Path]:
    """The workspace of GOVSCORE_DATA, else data/ if published, else a demo.

    GOVSCORE_DATA names it while the block lasts. Raises SystemExit when what is set has
    nothing published: an empty page would be measured.
    """
    asked = os.environ.get(VARIABLE)
    with tempfile.TemporaryDirectory(prefix="govscore-bench-") as folder:
        data = Path(asked) if asked else ROOT / "data"
        if not (data / "published" / "current.json").is_file():
            if asked:
                raise SystemExit(f"Nothing is published in {asked}; run the pipelines.")
            data = _demo(Path(folder) / "data")
        os.environ[VARIABLE] = str(data.resolve())
        try:
            yield data
        finally:
            if asked is None:
                del os.environ[VARIABLE]


def declare(data: Path) -> None:
    """Copy what the default workspace declares."""
    data.mkdir()
    for name in DECLARED:
        source = ROOT / "data" / name
        copy = shutil.copytree if source.is_dir() else shutil.copy
        copy(source, data / name)


def _demo(data: Path) -> Path:
    declare(data)
    for step in (["demo"], ["run"]):
        subprocess.run(
            [sys.executable, "-m", "pipelines", *step, "--data", str(data)],
            cwd=ROOT,
            check=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
    return data
