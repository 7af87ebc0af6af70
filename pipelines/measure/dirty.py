"""Which months must be measured again, and which files only add to their months.

Partials are additive: rows that nobody had and that push no other row aside are
measured by themselves, and what was measured before stays.
"""

from __future__ import annotations

from datetime import date

import duckdb

from pipelines.measure.asked import Scan
from pipelines.measure.periods import month_of


class Dirty:
    """Months by period column of one source, and files added to others; or everything.

    Months that files are added to are known apart: they are summed up again.
    """

    def __init__(self, scan: Scan, everything: bool) -> None:
        self.scan = scan
        self.everything = everything
        self.months: dict[str, set[date]] = {c: set() for c in scan.period_columns}
        self.added_files: set[int] = set()
        self._added_to: dict[str, set[date]] = {c: set() for c in scan.period_columns}

    @property
    def is_clean(self) -> bool:
        """Whether nothing must be measured."""
        return not (self.everything or self.added_files or any(self.months.values()))

    def note(
        self, con: duckdb.DuckDBPyConnection, where: str, joined: str = ""
    ) -> None:
        """Note the months of the typed rows that meet a condition."""
        self._collect(con, self.months, where, joined)

    def note_added(self, con: duckdb.DuckDBPyConnection, files: set[int]) -> None:
        """Note files whose rows come on top of what was measured."""
        if not files:
            return
        self.added_files |= files
        self._collect(con, self._added_to, f"t.file_id IN ({_numbers(files)})", "")

    def _collect(
        self,
        con: duckdb.DuckDBPyConnection,
        found: dict[str, set[date]],
        where: str,
        joined: str,
    ) -> None:
        if self.everything:
            return
        months = ", ".join(month_of(f"t.{column}") for column in found)
        rows = con.execute(
            f'SELECT DISTINCT {months} FROM typed."{self.scan.source}" AS t {joined} '
            f"WHERE {where}"
        ).fetchall()
        for noted, seen in zip(found.values(), zip(*rows, strict=True), strict=False):
            noted.update(month for month in seen if month is not None)

    def condition(self, columns: dict[str, str]) -> str:
        """SQL: the row lies in a dirty month; `columns` gives the SQL of its month."""
        return self._in(self.months, columns)

    def to_measure(self, columns: dict[str, str]) -> str:
        """SQL: the typed row lies in a dirty month or in a file that was added."""
        dirty = self.condition(columns)
        if self.everything or not self.added_files:
            return dirty
        added = f"file_id IN ({_numbers(self.added_files)})"
        return added if dirty == "FALSE" else f"({dirty} OR {added})"

    def to_sum(self, columns: dict[str, str]) -> str:
        """SQL: the partial lies in a month that something was measured of."""
        both = {c: months | self._added_to[c] for c, months in self.months.items()}
        return self._in(both, columns)

    def span(self, column: str) -> tuple[date, date] | None:
        """First and last month that something was measured of; None: all, or none."""
        months = self.months[column] | self._added_to[column]
        return None if self.everything or not months else (min(months), max(months))

    def _in(self, found: dict[str, set[date]], columns: dict[str, str]) -> str:
        if self.everything:
            return "TRUE"
        tests = [
            f"{columns[column]} IN ({_dates(months)})"
            for column, months in found.items()
            if months and column in columns
        ]
        return f"({' OR '.join(tests)})" if tests else "FALSE"


def _numbers(files: set[int]) -> str:
    return ", ".join(str(file) for file in sorted(files))


def _dates(months: set[date]) -> str:
    return ", ".join(f"DATE '{month}'" for month in sorted(months))
