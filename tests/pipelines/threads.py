"""How many threads DuckDB has in tests of a few rows: one.

There is nothing to share out, and to hand it out costs a sixth of a run. Commands that
run in a process of their own, and the tests of `demo` and `spark`, have as many as the
machine.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import patch

import duckdb


@contextmanager
def one_thread() -> Iterator[None]:
    """Connections opened within have one thread."""
    single = functools.partial(duckdb.connect, config={"threads": 1})
    with patch.object(duckdb, "connect", single):
        yield
