"""Prove a source's expressions before any file is read: wrong ones are found at once.

That an expression parses says little: it may add a text to a day. The engine is asked
what it makes of each over columns of the declared kinds.
"""

from __future__ import annotations

from pipelines import expression
from pipelines.declarations.source import SQL_TYPES
from pipelines.errors import DeclarationError
from pipelines.validate.typed import Statement

NOTHING = '"NULL"'  # what the engine calls the type of NULL
NUMERIC = (
    "TINYINT",
    "SMALLINT",
    "INTEGER",
    "BIGINT",
    "HUGEINT",
    "DECIMAL",
    "FLOAT",
    "DOUBLE",
    "BOOLEAN",
)


def prove(statement: Statement) -> None:
    """Raise DeclarationError for the first expression that cannot be computed."""
    source = statement.source
    file = f"sources/{source.source}.toml"
    every = statement.columns()
    own = {name: kind for name, kind in every.items() if name not in source.derived}
    for name, derived in source.derived.items():
        key = f"derived.{name}.expression"
        found = _kind(file, key, derived.expression, own)
        wanted = SQL_TYPES.get(derived.kind)
        if wanted and not _becomes(found, wanted):
            raise DeclarationError(
                file, key, derived.expression, f"a value of kind {derived.kind}"
            )
    for number, check in enumerate(source.checks):
        key = f"checks.{number}.expression"
        found = _kind(file, key, check.expression, every)
        _condition(file, key, check.expression, found)
    for number, gate in enumerate(source.gates):
        key = f"gates.{number}.expression"
        found = _kind(file, key, gate.expression, every, aggregates=True)
        _condition(file, key, gate.expression, found)


def _kind(
    file: str, key: str, text: str, columns: dict[str, str], *, aggregates: bool = False
) -> str:
    try:
        tree = expression.parse(text, columns, aggregates=aggregates)
        return expression.kind_of(tree, columns, aggregates=aggregates)
    except expression.NotAllowed as wrong:
        raise DeclarationError(file, key, text, str(wrong)) from wrong


def _condition(file: str, key: str, text: str, found: str) -> None:
    if found not in ("BOOLEAN", NOTHING):
        raise DeclarationError(file, key, text, "a condition that is true or false")


def _becomes(found: str, wanted: str) -> bool:
    """Whether values of one type can be kept as the other, whatever they are."""
    if found == NOTHING:
        return True
    if wanted in ("DATE", "TIMESTAMP"):
        return found.startswith(("DATE", "TIMESTAMP"))
    if wanted == "BOOLEAN":
        return found == "BOOLEAN"
    return found.startswith(NUMERIC)
