"""Decimal arithmetic for what is published: a clerk with a calculator gets the same."""

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal

_DECIMALS = Decimal("0.01")


def exact(value: float | Decimal) -> Decimal:
    """The number as it is written: 0.29 and not 0.289999…"""
    return Decimal(str(value))


def two_decimals(value: float | Decimal) -> float:
    """Rounded as people round, the half away from zero: 82.455 is 82.46."""
    return float(exact(value).quantize(_DECIMALS, rounding=ROUND_HALF_UP))


def mean(values: Iterable[float], weights: Iterable[float] | None = None) -> float:
    """The (weighted) mean of at least one value, to two decimals.

    The same in whatever order the values come.
    """
    numbers = [exact(each) for each in values]
    shares = [Decimal(1)] * len(numbers) if weights is None else map(exact, weights)
    pairs = list(zip(numbers, shares, strict=True))
    together = sum((share for _number, share in pairs), Decimal())
    weighted = sum((number * share for number, share in pairs), Decimal())
    return two_decimals(weighted / together)
