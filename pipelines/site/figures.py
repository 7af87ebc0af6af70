"""How figures and periods read on the site: as on the dashboard's pages, which a test
compares (tests/pipelines/site/test_figures.py)."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from babel.dates import format_date
from babel.numbers import format_decimal

from pipelines.site.words import LOCALES, say

# Fewer answers than this do not carry a decimal.
_DECIMAL_FROM_N = 100
_MONTH = {"zh": "y 年 M 月", "en": "LLLL y"}


@dataclass(frozen=True)
class Figures:
    """Figures in one language."""

    language: str

    def number(self, value: float, decimals: int = 0) -> str:
        """1,234.5"""
        return _number(round(float(value), decimals) + 0.0, decimals, self.language)

    def share(self, value: float, n: float | None = None) -> str:
        """0.9123 as 91.2%; 91% when n is under 100; >99.9% where it is not whole."""
        decimals = 0 if n is not None and n < _DECIMAL_FROM_N else 1
        step = 10.0**-decimals
        percent = 100.0 * value
        if value < 1 and round(percent, decimals) >= 100:
            return f">{self.number(100 - step, decimals)}%"
        if value > 0 and round(percent, decimals) <= 0:
            return f"<{self.number(step, decimals)}%"
        return f"{self.number(percent, decimals)}%"

    def value(self, unit: str, value: float, n: float | None = None) -> str:
        """A value with its unit's word."""
        if unit == "share":
            return self.share(value, n)
        if unit == "days":
            words = self._short(value)
            key = "site.one_day" if words == "1" else "site.days"
            return say(self.language, key, value=words)
        if unit in ("count", "points", "per_10k"):
            told = self.number(value, 0 if unit == "count" else 1)
            return say(self.language, f"site.unit_{unit}", value=told)
        return self.number(value, 2)

    def interval(self, unit: str, row: Any) -> str:
        """90.8%–91.6%; empty where there is none."""
        if row["low"] is None or row["high"] is None:
            return ""
        ends = [self._bare(unit, row[end], row["n"]) for end in ("low", "high")]
        # "98.9%–>99.9%" reads badly without room around the dash.
        return (" – " if any(end[0] in "<>" for end in ends) else "–").join(ends)

    def change(self, unit: str, change: float | None) -> str:
        """A difference with its sign and unit; empty where there is none."""
        if change is None:
            return ""
        if unit == "share":
            return say(
                self.language, "site.change_share", value=self.signed(100 * change)
            )
        if unit == "points":
            return say(self.language, "site.unit_points", value=self.signed(change))
        if unit == "days":
            decimals = 0 if float(change).is_integer() else 1
            words = self.signed(change, decimals)
            key = "site.one_day" if words.lstrip("+−") == "1" else "site.days"
            return say(self.language, key, value=words)
        if unit == "count":
            return say(self.language, "site.unit_count", value=self.signed(change, 0))
        return self.signed(change, 1 if unit == "per_10k" else 2)

    def signed(self, value: float, decimals: int = 1) -> str:
        """+1.3, −0.4 with a real minus, and 0.0 without a sign."""
        rounded = round(float(value), decimals) + 0.0
        digits = self.number(abs(rounded), decimals)
        if rounded == 0:
            return digits
        return f"{'+' if rounded > 0 else '−'}{digits}"

    def period(self, kind: str, first: date) -> str:
        """2026 年三季度, Q3 2026; twelve months by their ends."""
        if kind == "quarter":
            key = f"site.q{(first.month - 1) // 3 + 1}"
            return say(self.language, key, year=first.year)
        if kind == "year":
            return say(self.language, "site.year", year=first.year)
        if kind == "rolling12":
            last = date(first.year + (first.month > 1), (first.month + 10) % 12 + 1, 1)
            return say(
                self.language,
                "site.rolling12",
                first=self.period("month", first),
                last=self.period("month", last),
            )
        return format_date(first, _MONTH[self.language], locale=LOCALES[self.language])

    def place(self, rank: int, low: int | None, high: int | None) -> str:
        """第 4 名，可能在第 2 至 9 名; 4th, likely between 2 and 9."""
        told = say(self.language, f"site.place_{_ending(rank)}", rank=rank)
        if low is None or low == high:
            return told
        likely = say(self.language, "site.likely", low=low, high=high)
        return say(self.language, "site.place_likely", place=told, likely=likely)

    def _bare(self, unit: str, value: float, n: float | None) -> str:
        """A value without its unit's word."""
        if unit == "share":
            return self.share(value, n)
        if unit == "days":
            return self._short(value)
        return self.number(value, {"count": 0, "ratio": 2}.get(unit, 1))

    def _short(self, value: float) -> str:
        whole = math.isclose(value, round(value), abs_tol=0.05)
        return self.number(value, 0 if whole else 1)


def _ending(rank: int) -> str:
    """Of an English ordinal: 1st, 2nd, 3rd, 4th, 11th."""
    if rank % 100 in (11, 12, 13):
        return "th"
    return {1: "st", 2: "nd", 3: "rd"}.get(rank % 10, "th")


@lru_cache(maxsize=8192)
def _number(value: float, decimals: int, language: str) -> str:
    pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
    return format_decimal(value, pattern, locale=LOCALES[language])
