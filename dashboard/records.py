"""The rows of an answer, one after the other, with their columns as attributes."""

import functools
from collections import namedtuple
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import numpy as np
import pandas as pd
from pandas.api.extensions import ExtensionArray


def records(frame: pd.DataFrame) -> Iterator[Any]:
    """Rows whose columns have the types that their question gives them.

    A type checker knows nothing of a question, so that it cannot tell: hence Any.
    """
    columns = {str(name): column.array for name, column in frame.items()}
    return records_of(columns, frame.index)


def records_of(
    columns: Mapping[str, ExtensionArray | np.ndarray], index: Iterable[object]
) -> Iterator[Any]:
    """The same of columns that are no frame yet."""
    # As frame.itertuples() does, which makes a class of its own at every call, and asks
    # for the cells of a column one by one.
    kind = _kind(tuple(columns))
    cells = [_cells(column) for column in columns.values()]
    return map(kind._make, zip(index, *cells, strict=True))


def _cells(column: ExtensionArray | np.ndarray) -> np.ndarray:
    if isinstance(column, np.ndarray):
        return column.astype(object)
    return column.to_numpy(dtype=object)


@functools.lru_cache(maxsize=512)
def _kind(columns: tuple[str, ...]) -> Any:
    """A class of rows; names that are none in Python become _1, _2, …"""
    return namedtuple("Row", ("Index", *columns), rename=True)
