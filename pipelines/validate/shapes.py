"""What one look at the bytes of a column tells of all its texts.

Keys are nearly always plain, and times all written alike. A statement that need not
ask every row whether it is so takes two thirds of the time.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from pipelines.declarations.source import Column, Source
from pipelines.landing.pieces import kept_columns
from pipelines.validate.cells import SECOND
from pipelines.validate.resolve import repeats

Bytes = NDArray[np.uint8]
Lengths = NDArray[np.int32]
_COLON = 16  # where 2026-01-31 12:00:00 has its second colon
_NINE = 9


def plain(table: pa.Table, source: Source) -> frozenset[str]:
    """The columns of landed rows that cells.quick() may read as plain.

    Keys of printable ASCII without a space; times of SECOND characters that end like
    :00, as no time with a zone does. Empty cells are in either.
    """
    found = set()
    for name in kept_columns(source):
        is_plain = _test(source, name, source.columns[name])
        if is_plain is None or table[name].type != pa.string():
            continue
        if all(is_plain(*_bytes(chunk)) for chunk in table[name].chunks):
            found.add(name)
    return frozenset(found)


def _test(
    source: Source, name: str, column: Column
) -> Callable[[Bytes, Lengths], bool] | None:
    if repeats(column):
        return None
    if column.kind == "text" and name in source.key:
        return _are_plain_keys
    return _are_seconds if column.kind in ("date", "timestamp") else None


def _are_plain_keys(content: Bytes, lengths: Lengths) -> bool:
    del lengths
    return not content.size or bool(content.min() > ord(" ") and content.max() < 127)


def _are_seconds(content: Bytes, lengths: Lengths) -> bool:
    if not np.all((lengths == SECOND) | (lengths == 0)):
        return False
    texts = content.reshape(-1, SECOND)
    last = texts[:, -1] - ord("0")  # what comes before "0" is far beyond "9" then
    return bool(np.all(texts[:, _COLON] == ord(":")) and np.all(last <= _NINE))


def _bytes(chunk: pa.StringArray) -> tuple[Bytes, Lengths]:
    """All texts of a chunk one behind the other, and the length of each."""
    _, places, content = chunk.buffers()
    if not len(chunk) or content is None:
        return np.empty(0, np.uint8), np.zeros(len(chunk), np.int32)
    ends = np.frombuffer(places, np.int32)[chunk.offset : chunk.offset + len(chunk) + 1]
    return np.frombuffer(content, np.uint8)[ends[0] : ends[-1]], np.diff(ends)
