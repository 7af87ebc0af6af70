"""Whom an indicator counts, as far as declarations tell: the same rows, some of them.

Two indicators that count the same rows tell each other's number of rows, so that they
are hidden together; one that counts more of the same rows by the same question tells
by its difference what the rest answered.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import sqlglot
from sqlglot import exp

from pipelines.declarations.indicator import Indicator


@dataclass(frozen=True)
class Persons:
    """Rows of one source that pass every one of some conditions, by one date."""

    source: str
    period_by: str
    conditions: frozenset[str]
    weight: str | None = None
    over_time: str = "sum"

    @property
    def family(self) -> tuple[str, str]:
        """Only rows of one source by one date stand in the same cells."""
        return (self.source, self.period_by)

    @property
    def said(self) -> str:
        """In a fixed order, to be part of a key."""
        return f"{self.family} {sorted(self.conditions)} {self.weight}"

    def holds(self, other: Persons) -> bool:
        """Whether every row of the other is one of these, and may be fewer."""
        return (self.family, self.weight) == (
            other.family,
            other.weight,
        ) and self.conditions < other.conditions


def counted(indicator: Indicator) -> Persons:
    """The rows that an indicator's n counts."""
    if indicator.across:
        across = indicator.across
        return Persons(across.source, across.period_by, _conditions(across.where))
    return Persons(
        indicator.source,
        indicator.period_by,
        _conditions(indicator.where),
        _written(indicator.weight) if indicator.weight else None,
        indicator.over_time,
    )


def touched(indicator: Indicator) -> frozenset[Persons]:
    """The rows that an indicator's figures rest on: n's, and its numerator's."""
    above = {_above(indicator)} if indicator.across else set()
    return frozenset({counted(indicator)} | above)


def _above(indicator: Indicator) -> Persons:
    """Of whom the numerator counts some."""
    return Persons(indicator.source, indicator.period_by, _conditions(indicator.where))


@dataclass(frozen=True)
class Ties:
    """What public indicators say of whom they count.

    same_question: pairs (more rows, fewer of them) of whom the same is asked;
    asked_of_rest: those whose rest are somebody's answers too; parts: pairs (rows,
    others) of which a share is published, so that the first are at most the others.
    """

    same_question: frozenset[tuple[Persons, Persons]]
    asked_of_rest: frozenset[tuple[Persons, Persons]]
    parts: frozenset[tuple[Persons, Persons]]

    @classmethod
    def of(cls, indicators: Iterable[Indicator], persons: Mapping[str, str]) -> Ties:
        """`persons`: for a source, which of its rows are somebody's answer."""
        every = list(indicators)
        asked = [(_question(each), counted(each)) for each in every if not each.across]
        same = {
            (more, fewer)
            for question, more in asked
            for other, fewer in asked
            if question == other and more.holds(fewer)
        }
        return cls(
            frozenset(same),
            frozenset(pair for pair in same if not _rest_is_nobody(*pair, persons)),
            frozenset(
                (_above(each), counted(each))
                for each in every
                if each.across and each.is_share
            ),
        )

    @property
    def said(self) -> str:
        """In a fixed order, to be part of a key."""
        pairs = (self.same_question, self.asked_of_rest, self.parts)
        return str([sorted((a.said, b.said) for a, b in each) for each in pairs])

    def at_most(self, one: Persons, other: Persons) -> bool:
        """Whether the one are never more than the other."""
        return other.holds(one) or (one, other) in self.parts


def _rest_is_nobody(more: Persons, fewer: Persons, persons: Mapping[str, str]) -> bool:
    """Whether what `more` counts beside `fewer` are declared to be nobody's answers."""
    declared = persons.get(more.source)
    rest = fewer.conditions - more.conditions
    return declared is not None and rest == _conditions(declared)


def _question(indicator: Indicator) -> tuple[str | None, ...]:
    texts = (indicator.numerator, indicator.denominator, indicator.of)
    return tuple(_written(text) if text else None for text in texts)


def _conditions(where: str | None) -> frozenset[str]:
    if where is None:
        return frozenset()
    tree = sqlglot.parse_one(where, dialect="duckdb").unnest()
    parts = tree.flatten() if isinstance(tree, exp.And) else [tree]
    return frozenset(part.sql(dialect="duckdb") for part in parts)


def _written(text: str) -> str:
    """An expression as it is written after parsing, whatever its spaces."""
    return sqlglot.parse_one(text, dialect="duckdb").sql(dialect="duckdb")
