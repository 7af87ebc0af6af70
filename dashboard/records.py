"""The rows of an answer, one after the other, with their columns as attributes."""

import functools
from collections import namedtuple
from collections.abc import Iterator
from typing import Any

import pandas as pd


def records(frame: pd.DataFrame) -> Iterator[Any]:
    """Rows whose columns have the types that their question gives them.

    A type checker knows nothing of a question, so that it cannot tell: hence Any.
    """
    kind = _kind(tuple(frame.columns))
    # As frame.itertuples() does, which makes a class of its own at every call.
    columns = (column for _, column in frame.items())
    return map(kind._make, zip(frame.index, *columns, strict=True))


@functools.lru_cache(maxsize=512)
def _kind(columns: tuple[str, ...]) -> Any:
    """A class of rows; names that are none in Python become _1, _2, …"""
    return namedtuple("Row", ("Index", *columns), rename=True)
