"""Files that lie elsewhere: a small file in the inbox says where.

It is known by its own hash like any other, so what it names must not change: rows that
are corrected are another file, named by another one of these.
"""

from __future__ import annotations

from pathlib import Path

from pipelines.landing.relation import NotReadable

SUFFIX = ".at"
SCHEMES = ("s3a://", "hdfs://", "abfss://", "gs://", "file://")


def address(path: Path) -> str:
    """Where the rows are; raises NotReadable for what is no address."""
    lines = [line.strip() for line in path.read_text("utf-8", "replace").splitlines()]
    found = [line for line in lines if line and not line.startswith("#")]
    if len(found) != 1 or not found[0].startswith(SCHEMES):
        raise NotReadable(
            f"it holds no address; one line is expected, such as {SCHEMES[0]}bucket/"
            "cases/2026-10.parquet"
        )
    return found[0]
