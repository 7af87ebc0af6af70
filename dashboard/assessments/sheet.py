"""A CSV file that somebody uploads, as rows with the numbers a spreadsheet shows.

All of a file or nothing: whoever reads one collects every problem of every row and
raises RowsRefused with them.
"""

import csv
import io
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dashboard.failures import Failure

_LARGEST = 2_000_000
_MOST_ROWS = 20_000
_LONGEST_CELL = 1_000
# What an export puts in front of text that a spreadsheet would run.
_SHIELD = "'"


class FileUnreadable(Failure):
    """Not a CSV file in UTF-8 or GB18030, or too large."""

    key = "sheet.unreadable"


class ColumnsMissing(Failure):
    """The first row does not name a column that is needed."""

    key = "sheet.columns_missing"


class NoRows(Failure):
    """There is nothing below the first row."""

    key = "sheet.no_rows"


@dataclass(frozen=True)
class RowProblem:
    """What is wrong with one cell; `reason` is a key of the catalogue."""

    row: int
    column: str
    value: str
    reason: str


class RowsRefused(Failure):
    """Some rows have problems, so none was taken."""

    key = "sheet.rows_refused"

    def __init__(self, problems: Sequence[RowProblem]) -> None:
        rows = {problem.row for problem in problems}
        super().__init__(f"{problems[:3]}", n=str(len(rows)))
        self.problems = tuple(problems)


@dataclass(frozen=True)
class Row:
    """Cells by column; a column the file does not have is an empty cell."""

    number: int
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")


def read(
    content: bytes,
    columns: Mapping[str, Sequence[str]],
    required: Sequence[str],
) -> list[Row]:
    """The rows of a file with the columns named, or any of their other names."""
    if len(content) > _LARGEST:
        raise FileUnreadable(f"{len(content)} bytes")
    try:
        lines = list(csv.reader(io.StringIO(_text(content), newline=""), strict=True))
    except csv.Error as error:
        raise FileUnreadable(str(error)) from error
    if len(lines) > _MOST_ROWS:
        raise FileUnreadable(f"{len(lines)} rows")
    known = {
        _title(name): column
        for column, others in columns.items()
        for name in (column, *others)
    }
    header = [known.get(_title(cell), "") for cell in lines[0]] if lines else []
    missing = [column for column in required if column not in header]
    if missing or len([c for c in header if c]) != len({c for c in header if c}):
        raise ColumnsMissing(f"{missing} in {header}", columns=", ".join(columns))
    rows = [
        Row(number, {c: tidy(cell) for c, cell in zip(header, line, strict=False) if c})
        for number, line in enumerate(lines[1:], start=2)
    ]
    rows = [row for row in rows if any(row.cells.values())]
    if not rows:
        raise NoRows
    return rows


def tidy(cell: str) -> str:
    """One line in one form of Unicode, without what cannot be seen and the shield."""
    normal = unicodedata.normalize("NFKC", cell[:_LONGEST_CELL])
    seen = "".join(
        each if each.isspace() or unicodedata.category(each)[0] != "C" else ""
        for each in normal
    )
    return " ".join(seen.split()).removeprefix(_SHIELD).strip()


def _title(cell: str) -> str:
    return tidy(cell).casefold().replace(" ", "_")


def _text(content: bytes) -> str:
    if b"\0" not in content:
        for encoding in ("utf-8-sig", "gb18030"):
            try:
                return content.decode(encoding)
            except UnicodeDecodeError:
                continue
    raise FileUnreadable("neither UTF-8 nor GB18030")
