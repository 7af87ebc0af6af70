"""The parts of an indicator's formula, as SQL to compute and as words to read."""

from __future__ import annotations

from sqlglot import exp

from pipelines import expression


def passing(*conditions: exp.Expr | None) -> str:
    """SQL: the row meets every condition there is."""
    given = [expression.sql(each) for each in conditions if each is not None]
    return " AND ".join(given) or "TRUE"


def total(tree: exp.Expr | None, where: exp.Expr | None) -> str:
    """SQL: rows counted, or values added up, of the rows that pass `where`.

    Said with CASE: a FILTER of its own for each of many sums takes a fifth longer.
    """
    condition = passing(where)
    if tree is None:
        return f"count(CASE WHEN {condition} THEN 1 END)"
    if expression.is_condition(tree):
        condition = f"{condition} AND {expression.sql(tree)}"
        return f"count(CASE WHEN {condition} THEN 1 END)"
    return f"sum(CASE WHEN {condition} THEN {expression.sql(tree)} END)"


def said(tree: exp.Expr | None) -> str:
    """The expression in words; without one, all rows are meant."""
    return "all" if tree is None else expression.readable(tree)


def worded(text: str, where: exp.Expr | None) -> str:
    """A formula with the rows it is of."""
    return text if where is None else f"{text}, where {expression.readable(where)}"
