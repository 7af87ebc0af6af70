"""Answers for many subjects at once, dealt out one by one.

To plan a question takes longer than to answer it, for two hundred subjects as for one.
So a question that takes $subject_ids is asked of a subject and its whole pack, all of
which the same reader may see; the column asked_id says whose answer a row belongs to.
"""

from typing import Any

import numpy as np
import pandas as pd
from pandas.api.extensions import ExtensionArray

from dashboard.records import records, records_of

# More would make whoever asks first wait longer, and keep more than is looked at.
PACK = 200
_WHOSE = "asked_id"
_NOBODYS = np.array([], dtype=np.intp)
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
            str(name): column.array for name, column in answer.items() if name != _WHOSE
        }
        self.bytes = sum(map(_weight, self._columns.values()))

    def frame_of(self, subject_id: str) -> pd.DataFrame:
        """What the question would answer if it were asked of this subject alone."""
        return pd.DataFrame(self._columns_of(subject_id), copy=False)

    def rows_of(self, subject_id: str) -> tuple[Any, ...]:
        """The same, row by row: a frame takes longer to make than to read."""
        columns = self._columns_of(subject_id)
        rows = self._rows_of.get(subject_id, _NOBODYS)
        return tuple(records_of(columns, range(len(rows))))

    def _columns_of(self, subject_id: str) -> dict[str, ExtensionArray | np.ndarray]:
        rows = self._rows_of.get(subject_id, _NOBODYS)
        return {
            name: _as_alone(column.take(rows)) for name, column in self._columns.items()
        }


def _weight(column: ExtensionArray) -> int:
    """Bytes, more or less: what objects hold is not looked at one by one."""
    objects = len(column) if column.dtype == np.dtype(object) else 0
    return int(column.nbytes) + _AN_OBJECT * objects


def _as_alone(column: ExtensionArray) -> ExtensionArray | np.ndarray:
    """With the type that DuckDB gives a column without the others' rows.

    Whole numbers and truth values only have another one where some are missing, texts
    where all are.
    """
    whole = getattr(column.dtype, "numpy_dtype", None)
    if whole is not None:
        return column if column.isna().any() else column.to_numpy(whole)
    if isinstance(column.dtype, pd.StringDtype) and column.isna().all():
        return np.full(len(column), None, dtype=object)
    return column
