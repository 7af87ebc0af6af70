"""Values of a statement's parameters and variables, as constants in its tree."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import duckdb
from sqlglot import exp


class Values:
    """What stands for ?, $name and getvariable('name')."""

    def __init__(self, con: duckdb.DuckDBPyConnection, given: object) -> None:
        self._con = con
        self._named: Mapping[str, object] = given if isinstance(given, Mapping) else {}
        self._listed = list(given) if isinstance(given, (list, tuple)) else []

    def put_into(self, tree: exp.Expr) -> exp.Expr:
        """A copy of the tree that asks for nothing any more."""
        made = tree.copy()
        nodes = list(made.dfs())
        places = [each for each in nodes if _is_place(each)]
        # Of several that only their order tells apart, a tree does not keep it surely.
        assert len(self._listed) <= 1 or not places, "one value in order at most"
        for node in places:
            name = node.name
            value = self._named[name] if name in self._named else self._listed[0]
            node.replace(_constant(value))
        for node in nodes:
            if isinstance(node, exp.Anonymous) and node.name.lower() == "getvariable":
                ((value,),) = self._con.execute(
                    f"SELECT {node.sql('duckdb')}"
                ).fetchall()
                node.replace(_constant(value))
        return made


def _is_place(node: exp.Expr) -> bool:
    return isinstance(node, (exp.Placeholder, exp.Parameter))


def _constant(value: Any) -> exp.Expr:
    if isinstance(value, datetime):
        return exp.cast(exp.Literal.string(value.isoformat(" ")), "TIMESTAMP")
    if isinstance(value, date):
        return exp.cast(exp.Literal.string(value.isoformat()), "DATE")
    return exp.convert(value)
