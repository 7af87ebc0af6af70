"""Which months must be measured again: those whose rows changed, and no others."""

from __future__ import annotations

from datetime import date

import duckdb

from pipelines.measure.plan import Scan


class Dirty:
    """Months by period column of one source; or everything."""

    def __init__(self, scan: Scan, everything: bool) -> None:
        self.scan = scan
        self.everything = everything
        self.months: dict[str, set[date]] = {c: set() for c in scan.period_columns}

    @property
    def is_clean(self) -> bool:
        """Whether nothing must be measured again."""
        return not self.everything and not any(self.months.values())

    def note(
        self, con: duckdb.DuckDBPyConnection, where: str, joined: str = ""
    ) -> None:
        """Note the months of the typed rows that meet a condition."""
        if self.everything:
            return
        for column, months in self.months.items():
            months |= {
                month
                for (month,) in con.execute(
                    f"SELECT DISTINCT date_trunc('month', t.{column})::DATE "
                    f'FROM typed."{self.scan.source}" AS t {joined} '
                    f"WHERE {where} AND t.{column} IS NOT NULL"
                ).fetchall()
            }

    def condition(self, columns: dict[str, str]) -> str:
        """SQL: the row lies in a dirty month; `columns` gives the SQL of its month."""
        if self.everything:
            return "TRUE"
        tests = [
            f"{columns[column]} IN ({_dates(months)})"
            for column, months in self.months.items()
            if months and column in columns
        ]
        return f"({' OR '.join(tests)})" if tests else "FALSE"


def _dates(months: set[date]) -> str:
    return ", ".join(f"DATE '{month}'" for month in sorted(months))
