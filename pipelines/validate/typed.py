"""The statements that turn landed text into typed rows, generated from a source.

The quick one takes every row whose cells are clean as they stand, which is nearly all.
The careful one takes the rest: it cleans, tries the declared formats, and says of what
still remains which column was refused and why. Values that both take are the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from sqlglot import exp

from pipelines import expression
from pipelines.declarations.source import SQL_TYPES, Column, Source
from pipelines.errors import DeclarationError
from pipelines.landing.pieces import kept_columns
from pipelines.validate import cells, clock, problems
from pipelines.validate.enumeration import enumeration
from pipelines.validate.reading import Reading

BOOKKEEPING = ("file_id", "row", "key_hash", "standing")
LOADED, DUPLICATE, SUPERSEDED = 0, 1, 2

# Rows as text: landing_id, file_id, row, replaced and every column that may enter.
LANDING = "landing"
PLAIN, CAREFUL = "plain_row", "careful_row"
LEFT_OVER = "SELECT landing_id FROM refused_row"


@dataclass(frozen=True)
class Statement:
    """What a source's rows are made with: declaration, zone, calendar, secret."""

    source: Source
    zone: str
    provisional_from: date
    secret: str
    has_items: bool
    careful: bool = False
    every_row: bool = False  # the careful way takes all: an engine has no quick one
    values: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    dated_references: frozenset[str] = frozenset()
    plain: frozenset[str] = frozenset()  # columns that shapes.plain() has found

    @property
    def _reading(self) -> Reading:
        return Reading(
            self.source,
            self.zone,
            self.secret,
            self.has_items,
            self.careful,
            self.every_row,
            self.dated_references,
            self.plain,
        )

    def columns(self) -> dict[str, str]:
        """Typed column to SQL type, in order, without the bookkeeping."""
        found = {
            name: self._kind(self.source.columns[name])
            for name in kept_columns(self.source)
        }
        if self.source.clock:
            found |= clock.kinds(self.source.clock)
        for name, derived in self.source.derived.items():
            found[name] = SQL_TYPES.get(derived.kind, "VARCHAR")
        return found

    def _kind(self, column: Column) -> str:
        if column.privacy != "keep":
            return "VARCHAR"
        return (
            SQL_TYPES.get(column.kind) or enumeration(column, self.values) or "VARCHAR"
        )

    def table_sql(self) -> str:
        """CREATE TABLE of the typed rows."""
        columns = ", ".join(
            f'"{name}" {kind}{self._stored(name, kind)}'
            for name, kind in self.columns().items()
        )
        return (
            f'CREATE TABLE IF NOT EXISTS typed."{self.source.source}" '
            # Hashes cannot be made smaller; the engine need not try.
            "(file_id INTEGER, row BIGINT, "
            "key_hash UBIGINT USING COMPRESSION uncompressed, standing UTINYINT, "
            f"{columns})"
        )

    def _stored(self, name: str, kind: str) -> str:
        """How a column is made small, where the engine need not find out.

        Hardly two keys are alike: to look for repeated ones takes longer than to
        write them.
        """
        return " USING COMPRESSION zstd" * (
            name in self.source.key and kind == "VARCHAR"
        )

    def insert_sql(self) -> str:
        """INSERT of every good row of the landing table."""
        names = ", ".join(f'"{name}"' for name in self.columns())
        keys = ", ".join(f'"{name}"' for name in self.source.key)
        return (
            f'INSERT INTO typed."{self.source.source}" '
            f"(file_id, row, key_hash, standing, {names}) "
            f"SELECT file_id, row, hash({keys}), {LOADED}, {names} "
            f"FROM ({self._typed()}) WHERE NOT ({self._any_problem()})"
        )

    def stage_sql(self) -> tuple[str, str]:
        """CREATEs of temp tables: plain texts of rows left over, then their cells.

        They are tables, not subqueries: the careful expressions are long, and the
        engine would compute them again wherever a column is used.
        """
        plain = "".join(
            f", {cells.plain(self.source, name, column, expression.name(name))} "
            f'AS "plain_{name}"'
            for name, column in self._reading.parsed_columns()
        )
        kind = "VIEW" if self.every_row else "TABLE"
        among = "TRUE" if self.every_row else f"landing_id IN ({LEFT_OVER})"
        return (
            f"CREATE OR REPLACE TEMP {kind} {PLAIN} AS "
            f"SELECT *{plain} FROM {LANDING} WHERE {among}",
            f"CREATE OR REPLACE TEMP {kind} {CAREFUL} AS {self._base()}",
        )

    def problems_sql(self) -> str:
        """One row a refused value: where, column_name, value, reason_code.

        Of careful rows whose landing_id is in temp table `refused_row`, or of all.
        """
        listed = ", ".join(
            f"struct_pack(column_name := {self._called(name)}, "
            f"value := {self._shown(name)}, "
            f"reason_code := CASE WHEN {condition} THEN {code} END)"
            for name, condition, code in self._problems()
        )
        among = (
            self._any_problem() if self.every_row else f"landing_id IN ({LEFT_OVER})"
        )
        return (
            "SELECT file_id, row, landing_id, problem.column_name, problem.value, "
            "problem.reason_code FROM ("
            f"SELECT file_id, row, landing_id, unnest([{listed}]) AS problem "
            f"FROM ({self._typed()}) WHERE {among}"
            ") WHERE problem.reason_code IS NOT NULL"
        )

    def refused_sql(self) -> str:
        """The landing rows with a problem, found by looking at every row."""
        return f"SELECT landing_id FROM ({self._typed()}) WHERE {self._any_problem()}"

    def _called(self, name: str) -> str:
        """The column as its file has it: an answer stands under its own header."""
        wide = self.source.unpivot
        if wide and name == wide.value_to and wide.name_to in kept_columns(self.source):
            return f'"raw_{wide.name_to}"'
        return expression.literal(name)

    def _shown(self, name: str) -> str:
        column = self.source.columns.get(name)
        if column is None or column.privacy != "keep":
            return "NULL"
        return f'"raw_{name}"'

    def _any_problem(self) -> str:
        # As one CASE: the engine would push the first part of an OR down to the cells
        # and work them out twice.
        rows = problems.any_of(self._row_problems())
        return f"CASE WHEN is_bad_cell THEN TRUE ELSE {rows} END"

    def _problems(self) -> list[problems.Problem]:
        """What can be wrong with a row, the most telling first."""
        return self._cell_problems() + self._row_problems()

    def _cell_problems(self) -> list[problems.Problem]:
        return problems.of_cells(self.source, self.dated_references)

    def _row_problems(self) -> list[problems.Problem]:
        """Problems of a row as a whole, seen after its clock and derived columns."""
        found: list[problems.Problem] = []
        quote = expression.literal
        for name, condition in clock.problems(self.source).items():
            found.append((name, condition, quote("outside_calendar")))
        for check in self.source.checks:
            tree = self._parse(check.expression, f"checks.{check.reason}", derived=True)
            found.append(
                (check.column, f"NOT {expression.sql(tree)}", quote(check.reason))
            )
        return found

    def _typed(self) -> str:
        """Rows with typed, clock and derived columns and what the problems ask for."""
        rows = CAREFUL if self.careful else f"({self._base()})"
        if self.source.clock:
            rows = f"({clock.select(self.source, rows, self.provisional_from)})"
        derived = ", ".join(
            f'{sql} AS "{name}"' for name, sql in self.derived_sql().items()
        )
        return (
            f"SELECT *, {derived} FROM {rows}" if derived else f"SELECT * FROM {rows}"
        )

    def _base(self) -> str:
        """The typed cells of landing rows, of all or of those left over.

        One flag goes on with a row instead of all it was made from: every join that
        follows copies the columns that are still needed.
        """
        rows = self._reading.sql(PLAIN if self.careful else LANDING)
        is_bad = problems.any_of(self._cell_problems())
        return f"SELECT *, {is_bad} AS is_bad_cell FROM ({rows})"

    def hashes_sql(self) -> list[str]:
        """CREATEs of temp tables hash_<column>: each raw text there is, hashed once."""
        return self._reading.hashes_sql(LANDING)

    def derived_sql(self) -> dict[str, str]:
        """Derived column to its SQL, over the typed columns and those of the clock."""
        found = {}
        for name, derived in self.source.derived.items():
            tree = self._parse(derived.expression, f"derived.{name}", derived=False)
            kind = SQL_TYPES.get(derived.kind, "VARCHAR")
            found[name] = f"CAST({expression.sql(tree)} AS {kind})"
        return found

    def _parse(self, text: str, key: str, *, derived: bool) -> exp.Expr:
        known = set(self.columns())
        if not derived:
            known -= set(self.source.derived)
        try:
            return expression.parse(text, known)
        except expression.NotAllowed as wrong:
            raise DeclarationError(
                f"sources/{self.source.source}.toml", key, text, str(wrong)
            ) from wrong
