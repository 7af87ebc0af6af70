"""What a reader hands on: a relation of text columns, not yet loaded anywhere."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field

import pyarrow as pa


class NotReadable(Exception):
    """The file is broken, too large or of another kind; the text says which."""


@dataclass
class Broken:
    """A row that could not be cut into cells; rejected before it is typed."""

    row: int
    reason_code: str
    reason: str
    value: str = ""


@dataclass
class Relation:
    """Text columns c0, c1, … of a file, under the headers that it has.

    `sql` names what to select from; `arrow` is registered under that name first.
    `read`, where it is there, is a quicker way to the rows: it gives tables of the
    wanted columns, of which some are dictionaries.
    `numbered` says whether a column `row` holds each row's number; otherwise rows come
    in order and the first one is `first_row`, and where the file `has_blank_lines` a
    spreadsheet counts them too. `broken` is complete once it was read;
    `unreadable` then says why the rest of the file could not be.
    """

    sql: str
    headers: list[str]
    format: str
    first_row: int = 2
    encoding: str | None = None
    has_blank_lines: bool = False
    numbered: bool = False
    read: Callable[[list[str], Collection[str]], Iterator[pa.Table]] | None = None
    arrow: pa.RecordBatchReader | pa.Table | None = None
    may_hold_replaced_bytes: bool = False
    broken: list[Broken] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    unreadable: str | None = None
