"""Rows found by the hash of their key: a number is read, where a text is unpacked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import duckdb

from pipelines.validate.typed import Statement


def matching(statement: Statement, text: str) -> tuple[str, str]:
    """A column of typed rows, and the SQL of what stands there if `text` is their key.

    Where it is a hash, a row of another key may have the same.
    """
    return of_key(statement.source.key, statement.columns(), text)


def of_key(key: Sequence[str], kinds: Mapping[str, str], text: str) -> tuple[str, str]:
    """matching() for typed rows with that key; `kinds` has the SQL type of a column."""
    first, *others = key
    if others or kinds[first] != "VARCHAR":
        return f'"{first}"', text
    return "key_hash", f"hash({text})"


def among(statement: Statement, table: str) -> str:
    """SQL: the key of the typed row t is one of the texts of table.case_id."""
    column, sought = matching(statement, "case_id")
    return f"t.{column} IN (SELECT {sought} FROM {table})"


def rows_among(con: duckdb.DuckDBPyConnection, statement: Statement, table: str) -> str:
    """FROM and WHERE of the typed rows that among() finds."""
    typed = f'typed."{statement.source.source}"'
    found = f"{typed} AS t WHERE {among(statement, table)}"
    if not isinstance(con, duckdb.DuckDBPyConnection):
        return found
    # By their place: of blocks that hold none, nothing else is read.
    return f"{typed} WHERE rowid IN (SELECT t.rowid FROM {found})"
