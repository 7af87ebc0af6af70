"""Answers for many subjects at once, dealt out one by one.

To plan a question takes longer than to answer it, for two hundred subjects as for one.
So a question that takes $subject_ids is asked of a subject and its whole pack, all of
which the same reader may see; the column asked_id says whose answer a row belongs to.
"""

from sys import getsizeof
from typing import Any

import numpy as np
import pandas as pd
from pandas.api.extensions import ExtensionArray
from pandas.api.types import is_object_dtype

from dashboard.records import records, records_of

# More would make whoever asks first wait longer, and keep more than is looked at.
PACK = 200
_WHOSE = "asked_id"
_NOBODYS = np.array([], dtype=np.intp)
# More or less what an object takes that is not looked at.
_AN_OBJECT = 64


def packs(rows: pd.DataFrame) -> dict[str, list[str]]:
    """Every subject's pack, from the rows of subject_packs.sql."""
    every = [list(row.subject_ids) for row in records(rows)]
    return {subject: pack for pack in every for subject in pack}


class Hand:
    """The answer for a pack of subjects."""

    def __init__(self, answer: pd.DataFrame) -> None:
        # Each subject's rows stay in the order of the question.
        self._rows_of = {
            str(subject): np.asarray(rows)
            for subject, rows in answer.groupby(_WHOSE, sort=False).indices.items()
        }
        self._columns = {
            str(name): _column(column.array)
            for name, column in answer.items()
            if name != _WHOSE
        }
        self.bytes = sum(column.bytes for column in self._columns.values())

    def frame_of(self, subject_id: str) -> pd.DataFrame:
        """What the question would answer if it were asked of this subject alone."""
        rows = self._rows_of.get(subject_id, _NOBODYS)
        columns = {n: column.array(rows) for n, column in self._columns.items()}
        return pd.DataFrame(columns, copy=False)

    def rows_of(self, subject_id: str) -> tuple[Any, ...]:
        """The same, row by row: a frame takes longer to make than to read."""
        rows = self._rows_of.get(subject_id, _NOBODYS)
        columns = {n: column.cells(rows) for n, column in self._columns.items()}
        return tuple(records_of(columns, range(len(rows))))


class _Column:
    """A column of all, which deals out rows by their numbers."""

    def __init__(self, column: ExtensionArray) -> None:
        self._column = column
        objects = len(column) if is_object_dtype(column.dtype) else 0
        self.bytes = int(column.nbytes) + _AN_OBJECT * objects

    def array(self, rows: np.ndarray) -> ExtensionArray | np.ndarray:
        """As a column of a frame."""
        return _as_alone(self._column.take(rows))

    def cells(self, rows: np.ndarray) -> ExtensionArray | np.ndarray:
        """As cells of rows."""
        return self.array(rows)


class _Texts(_Column):
    """Texts, each held once: most come again for every subject."""

    def __init__(self, column: ExtensionArray) -> None:
        numbers, texts = column.factorize()
        # What is missing has the number -1: the last one.
        self._texts: np.ndarray = np.append(texts.to_numpy(dtype=object), [np.nan])
        self._numbers = numbers.astype(np.min_scalar_type(-len(self._texts)))
        self.bytes = int(self._numbers.nbytes) + sum(map(getsizeof, self._texts))

    def array(self, rows: np.ndarray) -> ExtensionArray | np.ndarray:
        cells = self.cells(rows)
        # DuckDB says of texts of which none is there that they are of no type.
        is_there = any(cell is not None for cell in cells)
        return pd.array(cells, dtype="str") if is_there else cells

    def cells(self, rows: np.ndarray) -> np.ndarray:
        """The very texts that are held, so that rows take no room for theirs."""
        numbers = self._numbers[rows]
        if (numbers == -1).all():
            return np.full(len(rows), None, dtype=object)
        told: np.ndarray = self._texts[numbers]
        return told


class _Lists(_Column):
    """Lists of numbers, one behind the other: an array of its own takes more room than
    what is in it."""

    def __init__(self, column: ExtensionArray) -> None:
        self._numbers = np.concatenate(column)
        self._ends = np.cumsum([len(numbers) for numbers in column])
        self.bytes = int(self._numbers.nbytes + self._ends.nbytes)

    def array(self, rows: np.ndarray) -> np.ndarray:
        lists = np.empty(len(rows), dtype=object)
        for place, row in enumerate(rows):
            start = self._ends[row - 1] if row else 0
            # Not a view, which would hold on to everybody's.
            lists[place] = self._numbers[start : self._ends[row]].copy()
        return lists


def _column(column: ExtensionArray) -> _Column:
    if isinstance(column.dtype, pd.StringDtype):
        return _Texts(column)
    if is_object_dtype(column.dtype) and set(map(type, column)) == {np.ndarray}:
        return _Lists(column)
    return _Column(column)


def _as_alone(column: ExtensionArray) -> ExtensionArray | np.ndarray:
    """With the type that DuckDB gives a column without the others' rows.

    Whole numbers and truth values only have another one where some are missing.
    """
    whole = getattr(column.dtype, "numpy_dtype", None)
    if whole is not None:
        return column if column.isna().any() else column.to_numpy(whole)
    return column
