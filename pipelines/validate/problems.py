"""What can be wrong with a row's cells, as SQL over the cells' typed columns."""

from __future__ import annotations

from pipelines import expression
from pipelines.declarations.source import Column, Source
from pipelines.landing.pieces import kept_columns
from pipelines.validate.resolve import is_resolved

Problem = tuple[str, str, str]
"""The column, a condition, and the SQL of the reason's code."""


def of_cells(source: Source, dated_references: frozenset[str]) -> list[Problem]:
    """Problems that a row's cells show by themselves, the most telling first."""
    found = [("", "is_undecodable", expression.literal("undecodable"))]
    for name in kept_columns(source):
        found += _of_column(source, dated_references, name, source.columns[name])
    return found


def any_of(problems: list[Problem]) -> str:
    """SQL: some problem is there; a condition that cannot be told is none."""
    conditions = [f"coalesce({condition}, FALSE)" for _, condition, _ in problems]
    return f"({' OR '.join(conditions) or 'FALSE'})"


def _of_column(
    source: Source, dated_references: frozenset[str], name: str, column: Column
) -> list[Problem]:
    quote = expression.literal
    found = []
    if is_resolved(column):
        found.append((name, f'"why_{name}" IS NOT NULL', f'"why_{name}"'))
        if column.from_item and column.required:
            found.append((name, f'"{name}" IS NULL', quote("missing")))
        if column.kind in dated_references:
            day = f'CAST("{source.dated_by}" AS DATE)'
            bounds = f'"from_{name}" AND "to_{name}"'
            found.append((name, f"{day} NOT BETWEEN {bounds}", quote("not_valid_then")))
    else:
        code = {
            "integer": "not_a_number",
            "decimal": "not_a_number",
            "date": "not_a_date",
            "timestamp": "not_a_date",
        }.get(column.kind, "not_a_value")
        found.append((name, f'"parsed_{name}" IS NULL AND "given_{name}"', quote(code)))
        needed = column.required or name in source.key
        if needed:
            absent = f'"{name}" IS NULL AND NOT "given_{name}"'
            found.append((name, absent, quote("missing")))
    if column.minimum is not None:
        found.append((name, f'"{name}" < {column.minimum}', quote("out_of_range")))
    if column.maximum is not None:
        found.append((name, f'"{name}" > {column.maximum}', quote("out_of_range")))
    return found
