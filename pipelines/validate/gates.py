"""Gates: what must hold for a file as a whole, so that a reversed scale never loads."""

from __future__ import annotations

import duckdb

from pipelines import expression
from pipelines.declarations.source import Source
from pipelines.errors import DataRefused, DeclarationError
from pipelines.landing.land import Landed
from pipelines.validate.typed import Statement


def check(
    con: duckdb.DuckDBPyConnection, statement: Statement, landed: list[Landed]
) -> None:
    """Raise DataRefused for the first file whose typed rows fail a gate."""
    source = statement.source
    for number, gate in enumerate(source.gates):
        try:
            tree = expression.parse(
                gate.expression, set(statement.columns()), aggregates=True
            )
        except expression.NotAllowed as wrong:
            file = f"sources/{source.source}.toml"
            key = f"gates.{number}.expression"
            raise DeclarationError(file, key, gate.expression, str(wrong)) from wrong
        files = ", ".join(str(file.file_id) for file in landed)
        failed = con.execute(
            f'SELECT file_id, count(*) FROM typed."{source.source}" '
            f"WHERE file_id IN ({files}) GROUP BY file_id "
            f"HAVING count(*) >= {gate.minimum_rows} AND NOT {expression.sql(tree)} "
            "ORDER BY file_id"
        ).fetchall()
        if failed:
            file_id, rows = failed[0]
            names = {file.file_id: file.arrival.name for file in landed}
            raise DataRefused(_sentence(source, names[file_id], rows, number))


def _sentence(source: Source, file: str, rows: int, number: int) -> str:
    gate = source.gates[number]
    says = gate.says.get("en") or next(iter(gate.says.values()))
    return (
        f"{source.source}: {file}: {says}\n"
        f"  {rows:,} rows were looked at; expected: {gate.expression}\n"
        f"If the file is right, correct the declaration in "
        f"sources/{source.source}.toml; else ask the sender. Nothing was loaded."
    )
