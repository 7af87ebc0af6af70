"""Queries that Spark wants in another shape: stars, lists that become rows, EXISTS."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count

from sqlglot import exp

Columns = Callable[[exp.Table], list[str]]
Place = Callable[[str], exp.Expr]


def reshaped(tree: exp.Expr, columns: Columns | None) -> exp.Expr:
    """The statement in a shape that Spark knows; the tree given is used up."""
    for select in list(tree.find_all(exp.Select)):
        for star in [each for each in select.selects if _replaces(each)]:
            _write_out(select, star, columns)
    numbers = count(1)
    for select in list(tree.find_all(exp.Select)):
        for explode in list(select.find_all(exp.Explode)):
            if explode.find_ancestor(exp.Select) is select and not _is_lateral(explode):
                _lift(select, explode, f"made_{next(numbers)}")
    for exists in list(tree.find_all(exp.Exists)):
        if _is_selected(exists):
            exists.replace(_counted(exists))
    for struct in tree.find_all(exp.Struct):
        for part in struct.expressions:
            if isinstance(part.expression, exp.Null):
                text = exp.cast(exp.Null(), "VARCHAR", dialect="duckdb")
                part.set("expression", text)
    return tree


def _replaces(star: exp.Expr) -> bool:
    return isinstance(star, exp.Star) and bool(star.args.get("replace"))


def _write_out(select: exp.Select, star: exp.Expr, columns: Columns | None) -> None:
    """A star with REPLACE as the columns of its table."""
    source = select.args["from_"].this
    assert columns is not None
    assert isinstance(source, exp.Table), "REPLACE in a star of one table is known"
    instead = {each.alias: each for each in star.args["replace"]}
    listed = [instead.get(name) or exp.column(name) for name in columns(source)]
    place = select.expressions.index(star)
    select.set(
        "expressions",
        [*select.expressions[:place], *listed, *select.expressions[place + 1 :]],
    )


def _is_lateral(explode: exp.Expr) -> bool:
    return isinstance(explode.parent, (exp.Lateral, exp.Unnest, exp.From, exp.Join))


def _lift(select: exp.Select, explode: exp.Explode, name: str) -> None:
    """A list that becomes rows stands beside the tables, not in an expression."""
    of = explode.this.unnest()
    if isinstance(of, exp.GenerateSeries):
        # The end is left out; by months, as only they are asked for.
        step = of.args["step"]
        last = exp.Sub(this=of.args["end"].copy(), expression=step.copy())
        of = exp.Anonymous(
            this="SEQUENCE", expressions=[of.args["start"].copy(), last, step.copy()]
        )
    explode.replace(exp.column("item", table=name))
    select.append(
        "laterals",
        exp.Lateral(
            this=exp.Explode(this=of.copy()),
            view=True,
            alias=exp.TableAlias(
                this=exp.to_identifier(name), columns=[exp.to_identifier("item")]
            ),
        ),
    )


def _is_selected(exists: exp.Expr) -> bool:
    """Whether it is asked for as a value, where Spark takes it as a condition alone."""
    clause = exists.find_ancestor(exp.Where, exp.Join, exp.Having, exp.Select)
    return isinstance(clause, exp.Select)


def _counted(exists: exp.Expr) -> exp.Expr:
    inner = exp.select("1").from_(
        exp.Subquery(this=exists.this.copy().limit(1), alias="one")
    )
    total = exp.select("count(*)").from_(exp.Subquery(this=inner, alias="found"))
    return exp.paren(
        exp.GT(this=exp.Subquery(this=total), expression=exp.Literal.number(0))
    )
