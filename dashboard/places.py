"""Places in a ranking, in words: how sure they are and with whom they are shared.

Names stand here as in the data; whoever shows a sentence makes it harmless.
"""

from collections.abc import Sequence

from dashboard.formats import count, is_missing
from dashboard.i18n import language, t

# More names than this make a sentence nobody reads; the rest is counted.
_NAMED = 3


def place(rank: float) -> str:
    """第 4 名, 4th"""
    return t(f"place.{_ordinal(int(rank))}", rank=count(rank))


def likely(rank_low: float, rank_high: float) -> str:
    """可能在第 2 至 9 名; empty when the place is certain or its range is not known."""
    if is_missing(rank_low) or is_missing(rank_high) or rank_low == rank_high:
        return ""
    return t("place.likely", low=count(rank_low), high=count(rank_high))


def with_range(rank: float, rank_low: float, rank_high: float) -> str:
    """第 4 名，可能在第 2 至 9 名"""
    range_words = likely(rank_low, rank_high)
    if not range_words:
        return place(rank)
    return t("place.and_likely", place=place(rank), likely=range_words)


def tied(names: Sequence[str]) -> str:
    """与 A、B 等 12 个不分上下, same tier as A, B; with the names as in the data."""
    if not len(names):
        return t("place.alone")
    named = t("place.comma").join(names[:_NAMED])
    if len(names) <= _NAMED:
        return t("place.tied", names=named)
    more = len(names) - _NAMED
    return t("place.tied_more", names=named, more=count(more), all=count(len(names)))


def sentence(
    rank: float, rank_low: float, rank_high: float, names: Sequence[str]
) -> str:
    """第 4 名，可能在第 2 至 9 名；与 A、B 不分上下"""
    where = t("place.number", rank=count(rank))
    range_words = likely(rank_low, rank_high)
    if range_words:
        where = t("place.and_likely", place=where, likely=range_words)
    return t("place.sentence", where=where, tied=tied(names))


def _ordinal(rank: int) -> str:
    """Which of the English endings; the same words for all of them in Chinese."""
    if language() != "en" or rank % 100 in (11, 12, 13):
        return "th"
    return {1: "st", 2: "nd", 3: "rd"}.get(rank % 10, "th")
