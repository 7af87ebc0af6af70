"""What SQLGlot does not say in Spark's words by itself: rules over the syntax tree.

Each rule takes a node of a statement written for DuckDB and gives one that Spark
answers alike; tests/pipelines/spark/test_rewrites.py asks both engines the same values.
Rules that change the shape of a query, not an expression, are in shapes.py.
"""

from __future__ import annotations

from collections.abc import Callable, Collection

import sqlglot
from sqlglot import exp

from pipelines.spark import formats, shapes

READ, WRITE = "duckdb", "spark"
Rule = Callable[[exp.Expr], exp.Expr]
_LARGEST = "1.7976931348623157E308D"
_DAY_PARTS = {
    "DOW": "(DAYOFWEEK({0}) - 1)",
    "ISODOW": "(WEEKDAY({0}) + 1)",
    "DAYOFWEEK": "(DAYOFWEEK({0}) - 1)",
}


def to_spark(
    tree: exp.Expr,
    dates: Collection[str] = (),
    columns: shapes.Columns | None = None,
) -> str:
    """A statement or an expression of DuckDB's as Spark's text.

    `dates` are names of columns that hold days: the difference of two is a number.
    `columns` tells the columns of a table, where a star must be written out.
    """
    shaped = shapes.reshaped(tree.copy(), columns)
    return _rewritten(shaped, dates).sql(WRITE, identify=True)


def _rewritten(tree: exp.Expr, dates: Collection[str]) -> exp.Expr:
    """Bottom up, so that a rule finds its operands rewritten."""
    for node in reversed(list(tree.walk())):
        made = _rewrite(node, dates)
        if made is node:
            continue
        if node is tree:
            tree = made
        else:
            node.replace(made)
    return tree


def _rewrite(node: exp.Expr, dates: Collection[str]) -> exp.Expr:
    if isinstance(node, exp.Anonymous):
        rule = _BY_NAME.get(node.name.lower())
        return rule(node) if rule else node
    if isinstance(node, exp.Sub):
        return _difference(node, dates)
    found = _BY_CLASS.get(type(node))
    return found(node) if found else node


def _made(text: str, *operands: exp.Expr) -> exp.Expr:
    """Spark's SQL with operands put in for {0}, {1}, …"""
    given = [operand.sql(WRITE, identify=True) for operand in operands]
    # Spark's own text goes through as it stands: nothing may rewrite it again.
    return exp.Paren(this=exp.Var(this=text.format(*given)))


def _strlen(node: exp.Expr) -> exp.Expr:
    return _made("OCTET_LENGTH({0})", *node.expressions)


def _is_finite(node: exp.Expr) -> exp.Expr:
    # Spark sorts NaN above every number, so that it lies outside as infinities do.
    return _made(f"{{0}} BETWEEN -{_LARGEST} AND {_LARGEST}", *node.expressions)


def _chr(node: exp.Expr) -> exp.Expr:
    # Spark's own knows 256 characters.
    (code,) = node.expressions
    return exp.Literal.string(chr(int(code.name)))


def _hash(node: exp.Expr) -> exp.Expr:
    # Spark's passes over NULL, so that (NULL, 'a') would hash as ('a', NULL) does.
    # A bit less, for it has no unsigned numbers.
    given = [each.sql(WRITE, identify=True) for each in node.expressions]
    parts = ", ".join(f"{each} IS NULL, {each}" for each in given)
    return _made(f"SHIFTRIGHTUNSIGNED(XXHASH64({parts}), 1)".replace("{", "{{"))


def _md5_lower(node: exp.Expr) -> exp.Expr:
    # The last eight bytes, the lowest first; as text, for Spark has no such numbers.
    (of,) = node.expressions
    digits = f"MD5({of.sql(WRITE, identify=True)})"
    turned = ", ".join(f"SUBSTRING({digits}, {at}, 2)" for at in range(31, 16, -2))
    return exp.Paren(
        this=exp.Var(this=f"CAST(CONV(CONCAT({turned}), 16, 10) AS DECIMAL(20, 0))")
    )


def _epoch_us(node: exp.Expr) -> exp.Expr:
    return _made("UNIX_MICROS(CAST({0} AS TIMESTAMP))", *node.expressions)


def _epoch(node: exp.Expr) -> exp.Expr:
    """Seconds between two times."""
    between = node.this.unnest()
    assert isinstance(between, exp.Sub), "epoch() of a difference alone is known"
    return _made(
        "(UNIX_MICROS(CAST({0} AS TIMESTAMP)) - UNIX_MICROS(CAST({1} AS TIMESTAMP)))"
        " / 1000000D",
        between.this,
        between.expression,
    )


def _to_minutes(node: exp.Expr) -> exp.Expr:
    (count,) = node.expressions
    return exp.Var(this=f"INTERVAL '{int(count.name)}' MINUTE")


def _mad(node: exp.Expr) -> exp.Expr:
    """The median of distances from the median, which Spark does not have."""
    (of,) = node.expressions
    x = of.sql(WRITE, identify=True)
    away = f"ARRAY_SORT(TRANSFORM(COLLECT_LIST({x}), e -> ABS(e - MEDIAN({x}))))"
    low = f"ELEMENT_AT({away}, CAST((COUNT({x}) + 1) DIV 2 AS INT))"
    high = f"ELEMENT_AT({away}, CAST((COUNT({x}) + 2) DIV 2 AS INT))"
    return exp.Paren(
        this=exp.Var(this=f"CASE WHEN COUNT({x}) > 0 THEN ({low} + {high}) / 2D END")
    )


def _overlaps(node: exp.Expr) -> exp.Expr:
    return _made("ARRAYS_OVERLAP({0}, {1})", node.this, node.expression)


def _matches(node: exp.Expr) -> exp.Expr:
    """Java's $ also stands before a last line end; \\z does not."""
    pattern = node.expression
    if isinstance(pattern, exp.Literal):
        pattern.replace(exp.Literal.string(formats.to_java(pattern.name)))
    return node


def _replaced(node: exp.Expr) -> exp.Expr:
    """Groups are $1, not \\1. It replaces all there are, so only ends are known."""
    pattern = node.args["expression"].name
    assert pattern.endswith("$"), f"only what stands at the end: {pattern!r}"
    into = node.args["replacement"].name.replace("$", "\\$").replace("\\1", "$1")
    return _made(
        "REGEXP_REPLACE({0}, {1}, {2})",
        node.this,
        exp.Literal.string(formats.to_java(pattern)),
        exp.Literal.string(into),
    )


def _like(node: exp.Expr) -> exp.Expr:
    """A backslash is a character like others, unless ESCAPE says otherwise."""
    pattern = node.expression
    if isinstance(pattern, exp.Literal) and not isinstance(node.parent, exp.Escape):
        pattern.replace(exp.Literal.string(pattern.name.replace("\\", "\\\\")))
    return node


def _divided(node: exp.Expr) -> exp.Expr:
    """A division by zero is infinite, or not a number; Spark refuses it."""
    below = node.expression.unnest()
    if isinstance(below, exp.Literal) and float(below.name) != 0:
        return _made("CAST({0} AS DOUBLE) / {1}", node.this, node.expression)
    return _made(
        "IF({1} = 0, {0} * DOUBLE('Infinity'), CAST({0} AS DOUBLE) / {1})",
        node.this,
        node.expression,
    )


def _rounded(node: exp.Expr) -> exp.Expr:
    """DuckDB shifts the point and rounds; Spark goes by the digits it would print."""
    places = node.args.get("decimals")
    if places is None:
        return _made("ROUND(CAST({0} AS DOUBLE))", node.this)
    power = f"POW(10D, {places.sql(WRITE)})"
    return _made(f"ROUND({{0}} * {power}) / {power}", node.this)


def _averaged(node: exp.Expr) -> exp.Expr:
    """Of decimals Spark's has as few digits as a decimal."""
    return exp.Avg(this=_made("CAST({0} AS DOUBLE)", node.this))


def _part(node: exp.Expr) -> exp.Expr:
    form = _DAY_PARTS.get(node.name.upper())
    return _made(form, node.expression) if form else node


def _date_diff(node: exp.Expr) -> exp.Expr:
    """Boundaries crossed, not whole units passed."""
    unit = node.args["unit"].name.upper()
    until, since = node.this, node.expression
    if unit == "MONTH":
        return _made(
            "(YEAR({0}) - YEAR({1})) * 12 + MONTH({0}) - MONTH({1})", until, since
        )
    assert unit == "DAY", f"date_diff() in days and months is known, not in {unit}"
    return _made("DATEDIFF(CAST({0} AS DATE), CAST({1} AS DATE))", until, since)


def _difference(node: exp.Sub, dates: Collection[str]) -> exp.Expr:
    """Days between two days are a number, not an interval."""
    sides = (node.this, node.expression)
    if all(_is_day(side, dates) for side in sides):
        return _made("DATEDIFF({0}, {1})", *sides)
    return node


def _is_day(node: exp.Expr, dates: Collection[str]) -> bool:
    inner = node.unnest()
    if isinstance(inner, exp.Cast):
        return bool(inner.is_type(exp.DType.DATE))
    return isinstance(inner, exp.Column) and inner.name in dates


def _cast(node: exp.Expr) -> exp.Expr:
    kind = node.args["to"].this
    if kind in (exp.DType.UBIGINT, exp.DType.INT128):
        node.set("to", exp.DataType.build("DECIMAL(38, 0)"))
    return node


def _try_cast(node: exp.Expr) -> exp.Expr:
    """Texts to times, for texts of a form that was looked at before."""
    kind = node.args["to"].this
    if kind in (exp.DType.TIMESTAMP, exp.DType.TIMESTAMPNTZ):
        return _made(formats.time_of("{0}", "TIMESTAMP_NTZ"), node.this)
    if kind == exp.DType.TIMESTAMPTZ:
        return _made(formats.time_of("{0}", "TIMESTAMP_LTZ"), node.this)
    return _cast(node)


def _strptime(node: exp.Expr) -> exp.Expr:
    text, listed = node.expressions
    forms = [form.name for form in listed.expressions]
    return _made(formats.strptime("{0}", forms), text)


def _timezone(node: exp.Expr) -> exp.Expr:
    """A moment as clocks of a zone show it."""
    zone, moment = node.expressions
    return _made(
        "CONVERT_TIMEZONE('UTC', {0}, CAST({1} AS TIMESTAMP_NTZ))", zone, moment
    )


_BY_NAME: dict[str, Rule] = {
    "strlen": _strlen,
    "isfinite": _is_finite,
    "hash": _hash,
    "md5_number_lower": _md5_lower,
    "epoch_us": _epoch_us,
    "to_minutes": _to_minutes,
    "mad": _mad,
    "try_strptime": _strptime,
    "timezone": _timezone,
}
_BY_CLASS: dict[type[exp.Expr], Rule] = {
    exp.Chr: _chr,
    exp.TimeToUnix: _epoch,
    exp.ArrayOverlaps: _overlaps,
    exp.RegexpLike: _matches,
    exp.RegexpReplace: _replaced,
    exp.Like: _like,
    exp.ILike: _like,
    exp.Div: _divided,
    exp.Round: _rounded,
    exp.Avg: _averaged,
    exp.Extract: _part,
    exp.DateDiff: _date_diff,
    exp.Cast: _cast,
    exp.TryCast: _try_cast,
}


def expression_to_spark(text: str, dates: Collection[str] = ()) -> str:
    """Spark's text of an expression written for DuckDB."""
    return to_spark(sqlglot.parse_one(text, dialect=READ), dates)
