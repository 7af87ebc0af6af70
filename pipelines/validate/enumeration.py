"""Columns whose values are known beforehand, as enumerations."""

from __future__ import annotations

import functools
from collections.abc import Mapping

from pipelines import expression
from pipelines.declarations.source import Column


def enumeration(column: Column, values: Mapping[str, tuple[str, ...]]) -> str | None:
    """The ENUM of a column whose values are known beforehand.

    One byte or two a row instead of a text: quicker to store, join and group.
    """
    known = values.get(column.kind, ())
    if column.kind == "code" and column.codes:
        known = tuple(dict.fromkeys(value for value in column.codes.values() if value))
        if column.default is not None and column.default not in known:
            known = (*known, column.default)
    return _enum_of(known) if known else None


@functools.lru_cache(maxsize=256)
def _enum_of(values: tuple[str, ...]) -> str:
    return f"ENUM ({', '.join(expression.literal(value) for value in values)})"
