"""Time stamps whose offset is wrong: offset = "ignore" reads the clock they show."""

from __future__ import annotations

import duckdb
import pytest

from pipelines.declarations.source import Column
from pipelines.expression import literal
from pipelines.validate import cells


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("2026-01-13 12:53:16.862873+00", "2026-01-13 12:53:16.862873"),
        ("2026-01-13T12:53:16.5Z", "2026-01-13 12:53:16.5"),
        ("2026-01-13 12:53:16-0500", "2026-01-13 12:53:16"),
        ("2026-01-13 12:53:16+08:00", "2026-01-13 12:53:16"),
        # A day alone ends as an offset would.
        ("2026-01-13", "2026-01-13 00:00:00"),
    ],
)
def test_a_stamp_reads_as_the_clock_it_shows(text: str, read: str) -> None:
    column = Column(kind="timestamp", offset="ignore")
    value, _ = cells.careful(column, literal(text), "America/New_York")
    shown = duckdb.connect().execute(f"SELECT CAST({value} AS VARCHAR)")
    assert shown.fetchall() == [(read,)]
