"""What of an expression Spark answers as DuckDB does: a closed list, by kind and type.

Every kind that stands here was tried on both engines with the same values
(tests/pipelines/spark/test_rewrites.py). Anything else is not known, though Spark may
have a function of that name: it may answer otherwise.
"""

from __future__ import annotations

from collections.abc import Mapping

from sqlglot import exp

from pipelines import expression

_KNOWN: tuple[type[exp.Expr], ...] = (
    exp.Column,
    exp.Identifier,
    exp.Literal,
    exp.Boolean,
    exp.Null,
    exp.And,
    exp.Or,
    exp.Not,
    exp.Paren,
    exp.Neg,
    exp.EQ,
    exp.NEQ,
    exp.LT,
    exp.LTE,
    exp.GT,
    exp.GTE,
    exp.Is,
    exp.NullSafeEQ,
    exp.NullSafeNEQ,
    exp.In,
    exp.Between,
    exp.Like,
    exp.ILike,
    exp.Add,
    exp.Sub,
    exp.Mul,
    exp.Mod,
    exp.Div,
    exp.DPipe,
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
    exp.Trim,
    exp.Cast,
    exp.TryCast,
    exp.DataType,
    exp.Interval,
    exp.Var,
    exp.DateDiff,
    exp.Extract,
    exp.StartsWith,
    exp.Substring,
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
_PARTS = {"YEAR", "QUARTER", "MONTH", "WEEK", "DAY", "DOW", "ISODOW", "HOUR", "MINUTE"}
_STEPS = {"DAY", "WEEK", "MONTH", "YEAR"}
_WHOLE = ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "BOOLEAN")
_INTEGERS = (exp.DType.INT, exp.DType.BIGINT, exp.DType.SMALLINT)
_TIMES = ("DATE", "TIMESTAMP")


def unknown(node: exp.Expr, columns: Mapping[str, str]) -> str | None:
    """What of a node Spark does not know; None when it knows all of it."""
    said = node.sql(expression.DIALECT)
    if not isinstance(node, _KNOWN):
        return said
    if isinstance(node, exp.Extract):
        return None if node.name.upper() in _PARTS else said
    if isinstance(node, exp.DateDiff):
        return None if node.args["unit"].name.upper() in ("DAY", "MONTH") else said
    if isinstance(node, exp.Interval):
        return None if node.args["unit"].name.upper() in _STEPS else said
    if isinstance(node, exp.Round):
        places = node.args.get("decimals")
        return None if places is None or isinstance(places, exp.Literal) else said
    if isinstance(node, exp.Trim) and node.expression:
        return said
    if isinstance(node, exp.Like) and "\\" in node.expression.name:
        return said
    if isinstance(node, (exp.Sum, exp.Avg)) and kind(node.this, columns) == "BOOLEAN":
        return said
    if isinstance(node, exp.Mod):
        below = node.expression.unnest()
        is_sure = isinstance(below, exp.Literal) and float(below.name) != 0
        return None if is_sure else said
    if isinstance(node, exp.Substring):
        start = node.args["start"]
        is_sure = isinstance(start, exp.Literal) and int(start.name) > 0
        return None if is_sure else said
    if isinstance(node, (exp.Sub, exp.Add)) and kind(node, columns) == "INTERVAL":
        return said
    if isinstance(node, exp.Cast):
        return None if _casts_alike(node, columns) else said
    if isinstance(node, (exp.EQ, exp.NEQ, exp.LT, exp.LTE, exp.GT, exp.GTE)):
        sides = {_family(side, columns) for side in (node.this, node.expression)}
        return None if len(sides - {None}) < 2 else said
    return None


def _casts_alike(node: exp.Cast, columns: Mapping[str, str]) -> bool:
    to = node.args["to"]
    inner = kind(node.this, columns)
    if isinstance(node.this, exp.Literal):
        return to.this in (exp.DType.DATE, exp.DType.DOUBLE, *_INTEGERS)
    if to.this in _INTEGERS:
        return _is_whole(node.this, inner)
    if to.this == exp.DType.DOUBLE:
        return inner.startswith((*_WHOLE, "DOUBLE", "DECIMAL"))
    if to.this == exp.DType.DATE:
        return inner.startswith(_TIMES)
    if to.this in (exp.DType.TIMESTAMP, exp.DType.TIMESTAMPNTZ):
        return inner.startswith(_TIMES)
    if to.this == exp.DType.BOOLEAN:
        return inner == "BOOLEAN"
    texts = (exp.DType.VARCHAR, exp.DType.TEXT)
    return to.this in texts and not inner.startswith(("DOUBLE", "FLOAT", "DECIMAL"))


def is_kept_alike(tree: exp.Expr, wanted: str, columns: Mapping[str, str]) -> bool:
    """Whether a value is kept as a type alike: a fraction as a whole number is not."""
    if wanted not in ("INTEGER", "BIGINT"):
        return True
    return _is_whole(tree, kind(tree, columns))


def _is_whole(tree: exp.Expr, found: str) -> bool:
    inner = tree.unnest()
    rounded = isinstance(inner, exp.Round) and inner.args.get("decimals") is None
    return found.startswith((*_WHOLE, '"NULL"')) or rounded


def _family(tree: exp.Expr, columns: Mapping[str, str]) -> str | None:
    """Texts, numbers and times are compared within their own; None goes with all."""
    inner = tree.unnest()
    found = kind(tree, columns)
    if (isinstance(inner, exp.Literal) and inner.is_string) or found == '"NULL"':
        return None
    if found == "BOOLEAN":
        return "truth"
    if found.startswith(_TIMES):
        return "time"
    numbers = (*_WHOLE, "DOUBLE", "FLOAT", "DECIMAL")
    return "number" if found.startswith(numbers) else "text"


def kind(tree: exp.Expr, columns: Mapping[str, str]) -> str:
    aggregates = tree.find(exp.AggFunc) is not None
    return expression.kind_of(tree, columns, aggregates=aggregates)
