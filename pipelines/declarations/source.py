"""A source: a kind of raw file that somebody sends, and how it becomes typed rows."""

from __future__ import annotations

import re
from typing import Any, Literal

from pydantic import Field, field_validator, model_validator

from pipelines.declarations import source_rules
from pipelines.declarations.texts import Declaration, Identifier, Texts, Wrong

ColumnKind = Literal[
    "text",
    "integer",
    "decimal",
    "boolean",
    "date",
    "timestamp",
    "code",
    "city",
    "department",
    "item",
    "channel",
    "subject",
    "tags",
]
REFERENCES: frozenset[str] = frozenset({"city", "department", "item", "channel"})
SQL_TYPES: dict[str, str] = {
    "integer": "INTEGER",
    "decimal": "DOUBLE",
    "boolean": "BOOLEAN",
    "date": "DATE",
    "timestamp": "TIMESTAMP",
}
CORRECTION = r"[-_. ](更正|corrected|correction|rev\d*|r\d+|v\d+)$"


class Column(Declaration):
    """One typed column: its headers in raw files, and how text becomes a value."""

    kind: ColumnKind = "text"
    aliases: tuple[str, ...] = ()
    required: bool = False
    missing: tuple[str, ...] = ()
    codes: dict[str, str] = {}
    formats: tuple[str, ...] = ()
    offset: Literal["convert", "ignore"] = "convert"
    minimum: float | None = None
    maximum: float | None = None
    cut: int | None = Field(None, ge=1)
    privacy: Literal["keep", "hash", "drop"] = "keep"
    from_item: str | None = None
    default: str | None = None

    @field_validator("codes", mode="before")
    @classmethod
    def _codes_are_text(cls, codes: object) -> object:
        # 1 = 5 and "1" = "5" mean the same to whoever writes the file.
        if isinstance(codes, dict):
            return {str(key): str(value) for key, value in codes.items()}
        return codes


class Feed(Declaration):
    """Files of a source that look different: what to override where names match."""

    match: str
    encodings: tuple[str, ...] | None = None
    delimiter: str | None = None
    columns: dict[str, Column] = {}
    note: str | None = None


class Unpivot(Declaration):
    """Turn a wide file, one answer a column, into one row an answer."""

    columns: str  # a regular expression on the raw headers
    name_to: str
    value_to: str

    @field_validator("columns")
    @classmethod
    def _compiles(cls, pattern: str) -> str:
        try:
            re.compile(pattern)
        except re.error as broken:
            raise ValueError(f"a regular expression: {broken}") from broken
        return pattern


class Derived(Declaration):
    """A column computed from the typed columns by an SQL expression."""

    expression: str
    kind: ColumnKind = "text"


class Check(Declaration):
    """A condition every row must meet; a row that does not is rejected."""

    expression: str
    column: str
    reason: Identifier
    says: Texts


class Gate(Declaration):
    """A condition on a whole file; a file that fails it stops the source."""

    expression: str
    minimum_rows: int = 30
    says: Texts


class Store(Declaration):
    """Where the assessment store holds rows of the source: a table or a view."""

    query: Identifier


class Clock(Declaration):
    """Which columns start, stop and limit the clock of a case."""

    start: str = "accepted_at"
    end: str = "closed_at"
    promised: str | None = "promised_days"
    legal: str | None = "legal_days"
    unit: str | None = "day_unit"
    deadline: str | None = None
    paused_days: str | None = None
    pauses: str | None = None


class Source(Declaration):
    """One source: `data/sources/<source>.toml`."""

    source: Identifier
    name: Texts
    files: tuple[str, ...] = (
        "*.csv",
        "*.tsv",
        "*.txt",
        "*.xlsx",
        "*.jsonl",
        "*.parquet",
        "*.at",
    )
    encodings: tuple[str, ...] = ("utf-8", "gb18030")
    delimiter: str | None = None
    sheet: str | None = None
    skip_rows: int = Field(0, ge=0)
    correction: str = CORRECTION
    key: tuple[str, ...] = Field(min_length=1)
    dated_by: str
    missing: tuple[str, ...] = ("NULL", "null", "N/A", "-", "—")
    reject_limit: float = Field(0.02, ge=0, le=1)
    columns: dict[Identifier, Column]
    derived: dict[Identifier, Derived] = {}
    unpivot: Unpivot | None = None
    store: Store | None = None
    feeds: tuple[Feed, ...] = ()
    checks: tuple[Check, ...] = ()
    gates: tuple[Gate, ...] = ()
    clock: Clock | None = None

    @model_validator(mode="before")
    @classmethod
    def _no_column_no_limit(cls, given: Any) -> Any:
        # A limit that no column gives is none; TOML has no word for nothing.
        if not isinstance(given, dict) or not isinstance(given.get("clock"), dict):
            return given
        absent = {
            key: None
            for key in ("promised", "legal", "unit")
            if Clock.model_fields[key].default not in given.get("columns", {})
        }
        return {**given, "clock": {**absent, **given["clock"]}}

    @model_validator(mode="after")
    def _is_consistent(self) -> Source:
        source_rules.check(self)
        self._aliases_are_unambiguous()
        return self

    def _aliases_are_unambiguous(self) -> None:
        owner: dict[str, str] = {}
        for name, column in self.columns.items():
            for header in (name, *column.aliases):
                other = owner.setdefault(fold(header), name)
                if other != name:
                    raise Wrong(
                        f"columns.{name}.aliases",
                        header,
                        f"a header that does not stand for {other!r} already",
                    )

    def overridden(self, feed: Feed) -> dict[str, Column]:
        """The columns with those of a feed laid over."""
        columns = dict(self.columns)
        for name, override in feed.columns.items():
            given = {k: getattr(override, k) for k in override.model_fields_set}
            columns[name] = columns[name].model_copy(update=given)
        return columns

    def for_file(self, file: str) -> Source:
        """The source as it applies to one file, with the matching feed laid over."""
        for feed in self.feeds:
            if not re.search(feed.match, file):
                continue
            update: dict[str, object] = {"columns": self.overridden(feed)}
            if feed.encodings is not None:
                update["encodings"] = feed.encodings
            if feed.delimiter is not None:
                update["delimiter"] = feed.delimiter
            return self.model_copy(update=update)
        return self


def fold(header: str) -> str:
    """A header as it is compared: no spaces, no case, no byte-order mark."""
    return re.sub(r"[\s_]+", "", header.strip("\ufeff")).casefold()
