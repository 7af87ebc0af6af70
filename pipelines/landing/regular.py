"""CSV and TSV in which every quote stands where it belongs, read by Arrow.

Arrow reads twice as fast as DuckDB and writes repeated texts once, but takes a quote in
the middle of a cell for a part of it. So quotes are looked at before.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

BLOCK = 1 << 23
PIECE = 1 << 20
_QUOTE = ord('"')
# A file with more quotes is left to DuckDB: to remember where they are takes memory.
_MOST_QUOTES = 10_000_000


@dataclass(frozen=True)
class Look:
    """What one look at the bytes of a file tells."""

    is_regular: bool
    has_blank_lines: bool
    is_ascii: bool


def look(path: Path, delimiter: str) -> Look:
    """Whether quotes stand only around whole cells, or twice within; and blank lines.

    A file has blank lines where counting its lines would not count its rows.
    """
    quotes: list[tuple[NDArray[Any], NDArray[Any], NDArray[Any]]] = []
    count, is_blank, is_ascii = 0, False, True
    for start, piece in _pieces(path):
        given = np.frombuffer(piece, dtype=np.uint8)
        is_blank = is_blank or _has_blank_line(piece)
        is_ascii = is_ascii and piece.isascii()
        if count <= _MOST_QUOTES and b'"' in piece:
            here = np.flatnonzero(given[1:-1] == _QUOTE)
            count += len(here)
            quotes.append((here + start, given[here], given[here + 2]))
    if not quotes:
        return Look(True, is_blank, is_ascii)
    place, before, after = (np.concatenate(part) for part in zip(*quotes, strict=True))
    few = len(place) <= _MOST_QUOTES
    is_regular = few and _are_around_cells(place, before, after, delimiter)
    return Look(is_regular, is_blank, is_ascii)


def _are_around_cells(
    place: NDArray[Any], before: NDArray[Any], after: NDArray[Any], delimiter: str
) -> bool:
    """Whether quotes at those places, with those bytes beside them, are regular.

    Where quotes stand side by side the first may open a cell, the last may close it,
    and two of them are one of the cell's text. So a cell is open after an odd number.
    """
    if len(place) % 2:
        return False
    apart = np.diff(place) > 1
    begins = np.concatenate([[True], apart])
    ends = np.concatenate([apart, [True]])
    was_open = np.arange(len(place)) % 2 == 1
    edges = np.frombuffer(f"{delimiter}\r\n".encode(), dtype=np.uint8)
    return bool(
        np.isin(before[begins & ~was_open], edges).all()
        and np.isin(after[ends & was_open], edges).all()
    )


def _has_blank_line(piece: bytes) -> bool:
    if _has_pair(piece, b"\n\n"):
        return True
    return b"\r" in piece and _has_pair(piece, b"\n\r") and b"\n\r\n" in piece


def _has_pair(piece: bytes, pair: bytes) -> bool:
    """`pair in piece`, in a fifth of the time: as numbers of two bytes each."""
    (wanted,) = np.frombuffer(pair, dtype=np.uint16)
    return any(
        np.any(np.frombuffer(piece, np.uint16, (len(piece) - at) // 2, at) == wanted)
        for at in (0, 1)
    )


def _pieces(path: Path) -> Iterator[tuple[int, bytes]]:
    """A file bit by bit, and where each begins.

    The last two bytes of one are the first of the next. A line end stands before the
    file, and one after it where it does not end with one.
    """
    start = -1
    with path.open("rb") as content:
        piece = b"\n"
        while more := content.read(PIECE):
            piece += more
            yield start, piece
            start += len(piece) - 2
            piece = piece[-2:]
        if not piece.endswith(b"\n"):
            yield start, piece + b"\n"


def read(
    path: Path,
    delimiter: str,
    skip_rows: int,
    width: int,
    wanted: list[str],
    repeating: Collection[str],
    *,
    is_ascii: bool = False,
) -> Iterator[pa.Table]:
    """The wanted ones of columns c0, c1, …, block by block; empty cells are null.

    Expects a file that look() calls regular; `is_ascii`: it has seen nothing else.
    Columns of `repeating` are dictionaries. Raises pa.ArrowException for a row that has
    too many or too few cells, and for bytes that are not UTF-8.
    """
    # Only who has such a file waits for the reader's module.
    from pyarrow import csv

    text = pa.string()
    types = {
        name: pa.dictionary(pa.int32(), text) if name in repeating else text
        for name in wanted
    }
    yield pa.Table.from_batches([], pa.schema(list(types.items())))
    names = [f"c{place}" for place in range(width)]
    cut = csv.ParseOptions(delimiter=delimiter, newlines_in_values=True)
    convert = csv.ConvertOptions(
        column_types=types,
        include_columns=wanted,
        check_utf8=not is_ascii,
        null_values=[""],
        strings_can_be_null=True,
    )
    skipped = skip_rows + 1
    for block in _blocks(path):
        once = csv.ReadOptions(
            block_size=len(block), skip_rows=skipped, column_names=names
        )
        yield csv.read_csv(pa.BufferReader(block), once, cut, convert)
        skipped = 0


def _blocks(path: Path) -> Iterator[memoryview]:
    """A file in pieces that end where rows end; each takes the place of the one before.

    Raises pa.ArrowInvalid for a row that is longer than a piece. Arrow by itself reads
    32 blocks ahead, and memory for each has to be cleared.
    """
    held, kept = bytearray(BLOCK), 0
    with path.open("rb", buffering=0) as content:
        while read := content.readinto(memoryview(held)[kept:]):
            filled = kept + read
            end = _end_of_rows(held, filled)
            if end:
                yield memoryview(held)[:end]
            elif filled == len(held):
                raise pa.ArrowInvalid("a row is longer than a block")
            kept = filled - end
            held[:kept] = held[end:filled]
    if kept:
        yield memoryview(held)[:kept]


def _end_of_rows(held: bytearray, filled: int) -> int:
    """Behind the last line end that no cell goes on after; 0 where there is none.

    It comes after an even number of quotes, for the first of them opens a cell.
    """
    mark = b"\n" if held.rfind(b"\n", 0, filled) >= 0 else b"\r"
    end = held.rfind(mark, 0, filled) + 1
    quotes = held.count(b'"', 0, end)
    while quotes % 2:
        before = held.rfind(mark, 0, end - 1) + 1
        quotes -= held.count(b'"', before, end)
        end = before
    return end
