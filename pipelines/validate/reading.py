"""SELECT of landing rows with what their cells say and mean, generated from a source.

Cells are read before answers are joined: what stands below a join is computed once,
while of nested SELECTs the engine makes one, and writes a long expression out wherever
its column is used.
"""

from __future__ import annotations

from dataclasses import dataclass

from pipelines import expression
from pipelines.declarations.source import Column, Source
from pipelines.landing.pieces import kept_columns
from pipelines.validate import cells, clock
from pipelines.validate.resolve import is_resolved, repeats


@dataclass(frozen=True)
class Reading:
    """How the cells of a source are read: the fields are those of a Statement."""

    source: Source
    zone: str
    secret: str
    has_items: bool
    careful: bool
    every_row: bool
    dated_references: frozenset[str]
    plain: frozenset[str]

    def parsed_columns(self) -> list[tuple[str, Column]]:
        """Columns whose cells are read row by row."""
        return [
            (name, column)
            for name, column in self._columns()
            if not is_resolved(column) and not self._is_coded(column)
        ]

    def sql(self, rows: str) -> str:
        """SELECT of those rows.

        Of every column: its value, raw_<column>, and parsed_ and given_<column>, or for
        one that is looked up why_<column> and the days between it is valid.
        """
        answered, joins = self._answered()
        return f"""
            SELECT {", ".join(("c.*", *answered))}
            FROM (SELECT {", ".join(self._read())} FROM {rows} AS l) AS c
            {" ".join(joins)}
        """

    def hashes_sql(self, rows: str) -> list[str]:
        """CREATEs of temp tables hash_<column>: each raw text of the rows, once."""
        return [
            f'CREATE OR REPLACE TEMP TABLE "hash_{name}" AS '
            f"SELECT raw, {self._hashed('raw')} AS hashed "
            f"FROM ({self._different(name, column, rows)}) WHERE length(raw) > 0"
            for name, column in self._columns()
            if column.privacy == "hash"
        ]

    def _different(self, name: str, column: Column, rows: str) -> str:
        if self._is_coded(column):
            return f'SELECT raw FROM "map_{name}"'
        return f'SELECT DISTINCT "{name}" AS raw FROM {rows}'

    def _columns(self) -> list[tuple[str, Column]]:
        return [(name, self.source.columns[name]) for name in kept_columns(self.source)]

    def _is_coded(self, column: Column) -> bool:
        """Whether landing rows hold codes of a column's texts, not the texts."""
        return repeats(column) and not self.every_row

    def _read(self) -> list[str]:
        """SELECT list of what each cell of a landing row says by itself."""
        selected = ["l.landing_id", "l.file_id", "l.row", "l.replaced"]
        for name, column in self._columns():
            raw = f'l."{name}"'
            if self._is_coded(column):
                selected.append(f'l."code_{name}"')
                continue
            selected.append(f'{raw} AS "raw_{name}"')
            if is_resolved(column):
                continue
            if self.careful:
                value, given = cells.careful(column, f'l."plain_{name}"', self.zone)
            else:
                is_plain = name in self.plain
                value, given = cells.quick(
                    self.source, name, column, raw, is_plain=is_plain
                )
            selected.append(f'{value} AS "parsed_{name}"')
            selected.append(f'{given} AS "given_{name}"')
        deadline = self.source.clock.deadline if self.source.clock else None
        if deadline:
            selected.append(clock.deadline_has_time(self.source, f'l."{deadline}"'))
        return selected

    def _answered(self) -> tuple[list[str], list[str]]:
        """SELECT list and joins of what cells mean, beside what they say."""
        selected, joins, raws = [], [], []
        for name, column in self._columns():
            raw, value, answer = (
                f'c."raw_{name}"',
                f'c."parsed_{name}"',
                f'"map_{name}"',
            )
            if self._is_coded(column):
                joins.append(f'JOIN {answer} ON {answer}.code = c."code_{name}"')
                raw, value = f"{answer}.raw", f"{answer}.value"
                selected.append(f"nullif({raw}, '') AS \"raw_{name}\"")
            elif is_resolved(column):
                joins.append(f"JOIN {answer} ON {answer}.raw = coalesce({raw}, '')")
                value = f"{answer}.value"
            if is_resolved(column):
                selected.append(f'{answer}.reason AS "why_{name}"')
                if column.kind in self.dated_references:
                    selected.append(f'{answer}.valid_from AS "from_{name}"')
                    selected.append(f'{answer}.valid_to AS "to_{name}"')
            elif self._is_coded(column):
                selected.append(f'{value} AS "parsed_{name}"')
                selected.append(f'{answer}.given AS "given_{name}"')
            kept = self._kept(name, column, value, raw, joins)
            selected.append(f'{kept} AS "{name}"')
            raws.append(f"contains(coalesce({raw}, ''), chr(65533))")
        selected.append(
            f"CASE WHEN c.replaced THEN {' OR '.join(raws)} ELSE FALSE END "
            "AS is_undecodable"
        )
        return selected, joins

    def _kept(
        self, name: str, column: Column, value: str, raw: str, joins: list[str]
    ) -> str:
        if column.privacy == "hash":
            if self.careful:
                return self._hashed(f"CAST({value} AS VARCHAR)")
            joins.append(f'LEFT JOIN "hash_{name}" ON "hash_{name}".raw = {raw}')
            return f'CASE WHEN {value} IS NOT NULL THEN "hash_{name}".hashed END'
        if column.default is not None and not is_resolved(column):
            value = f"coalesce({value}, {expression.literal(column.default)})"
        if column.from_item and self.has_items:
            return f'coalesce({value}, map_item_id."{column.from_item}")'
        return value

    def _hashed(self, text: str) -> str:
        return f"left(sha256({expression.literal(self.secret)} || {text}), 16)"
