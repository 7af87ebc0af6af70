"""Expressions that declarations write: parsed, held to a safe subset, made readable.

A declaration may compare, compute and choose; it may not select from tables, call
unknown functions or reach files. What passes here runs on every engine.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from functools import cache

import duckdb
import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

DIALECT = "duckdb"
AS_OF = "as_of"
_PLAIN: tuple[type[exp.Expr], ...] = (
    exp.Column,
    exp.Identifier,
    exp.Literal,
    exp.Boolean,
    exp.Null,
    exp.Connector,
    exp.Not,
    exp.Paren,
    exp.Neg,
    exp.Predicate,
    exp.Binary,
    exp.Tuple,
    exp.Case,
    exp.If,
    exp.Coalesce,
    exp.Nullif,
    exp.Abs,
    exp.Greatest,
    exp.Least,
    exp.Round,
    exp.Length,
    exp.Lower,
    exp.Upper,
    exp.Trim,
    exp.Cast,
    exp.DataType,
    exp.Interval,
    exp.Var,
    exp.DateDiff,
    exp.Extract,
    exp.Substring,
    exp.StartsWith,
)
_AGGREGATES: tuple[type[exp.Expr], ...] = (
    exp.Count,
    exp.Avg,
    exp.Sum,
    exp.Min,
    exp.Max,
    exp.Star,
    exp.Filter,
    exp.Where,
    exp.Distinct,
)


class NotAllowed(ValueError):
    """The expression cannot be used; the text says why."""


def parse(text: str, columns: Collection[str], *, aggregates: bool = False) -> exp.Expr:
    """The tree of an expression over `columns`; raises NotAllowed."""
    try:
        tree = sqlglot.parse_one(text, dialect=DIALECT)
    except SqlglotError as broken:
        reason = str(broken).splitlines()[0]
        raise NotAllowed(f"an SQL expression that parses: {reason}") from broken
    allowed = _PLAIN + (_AGGREGATES if aggregates else ())
    for node in tree.walk():
        if not isinstance(node, allowed):
            raise NotAllowed(
                f"comparisons, arithmetic and plain functions; not {node.sql(DIALECT)}"
            )
    for column in tree.find_all(exp.Column):
        if column.table or column.name not in columns:
            raise NotAllowed(
                f"columns of the source ({', '.join(sorted(columns))}); "
                f"{column.sql(DIALECT)} is not one"
            )
    return tree


def kind_of(
    tree: exp.Expr,
    columns: Mapping[str, str],
    *,
    aggregates: bool = False,
) -> str:
    """The SQL type that comes out over columns of those types; raises NotAllowed."""
    used = {column.name for column in tree.find_all(exp.Column)}
    # One of its own, so that an expression without a column has a table too.
    given = ", ".join(
        [
            "1 AS one",
            *(
                f"CAST(NULL AS {kind}) AS {name(column)}"
                for column, kind in columns.items()
                if column in used
            ),
        ]
    )
    beside = ", count(*)" if aggregates else ""  # so that no column stands alone
    asked = f"SELECT {sql(tree)} AS value{beside} FROM (SELECT {given})"
    try:
        return _described(asked)
    except duckdb.Error as wrong:
        reason = str(wrong).splitlines()[0]
        raise NotAllowed(f"something that can be computed: {reason}") from wrong


@cache
def _described(select: str) -> str:
    # Many indicators ask the same few things of the same columns.
    return str(_engine().execute(f"DESCRIBE {select}").fetchall()[0][1])


@cache
def _engine() -> duckdb.DuckDBPyConnection:
    return duckdb.connect(config={"threads": 1})


def sql(tree: exp.Expr) -> str:
    """DuckDB text of an expression, in parentheses so that it can be put anywhere."""
    return f"({tree.sql(DIALECT)})"


def readable(tree: exp.Expr) -> str:
    """The expression as a page prints it."""
    return tree.sql(DIALECT)


def literal(text: str) -> str:
    """A string as an SQL literal."""
    return exp.Literal.string(text).sql(DIALECT)


def name(identifier: str) -> str:
    """An identifier, quoted."""
    return exp.to_identifier(identifier, quoted=True).sql(DIALECT)


def on_day(text: str, as_of: date) -> str:
    """The SQL with `as_of` put in as a constant day."""
    tree: exp.Expr = sqlglot.parse_one(text, dialect=DIALECT)
    day = sqlglot.parse_one(f"DATE '{as_of}'", dialect=DIALECT)
    for column in list(tree.find_all(exp.Column)):
        if column.name == AS_OF and not column.table:
            if column is tree:
                return day.sql(DIALECT)
            column.replace(day.copy())
    return tree.sql(DIALECT)


def is_condition(tree: exp.Expr) -> bool:
    """Whether the expression answers yes or no, by its form."""
    inner = tree.unnest()
    return isinstance(inner, (exp.Predicate, exp.Connector, exp.Not, exp.Boolean)) or (
        isinstance(inner, exp.Column) and inner.name.startswith(("is_", "has_"))
    )


def computes_with_day(tree: exp.Expr) -> bool:
    """Whether as_of is used other than compared with a column of the row.

    A comparison changes only for rows whose date lies between the old and the new
    as_of; anything else may change for every row.
    """
    compared = (exp.LT, exp.LTE, exp.GT, exp.GTE, exp.EQ, exp.NEQ)
    return any(
        not isinstance(column.parent, compared)
        or not all(
            isinstance(side, exp.Column) for side in column.parent.iter_expressions()
        )
        for column in tree.find_all(exp.Column)
        if column.name == AS_OF
    )
