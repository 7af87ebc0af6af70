"""How figures, dates and periods read, in the reader's language. Pure; CLDR by Babel.

Rules (docs: method): shares with one decimal and none under 100 answers; what is not
whole never reads as 100 % or 0 %; changes of shares in percentage points; missing is a
word, never a zero.
"""

import math
from datetime import date, datetime
from functools import lru_cache

import pandas as pd
from babel import Locale
from babel.dates import format_date
from babel.numbers import NumberPattern, format_decimal, parse_pattern

from dashboard import i18n
from dashboard.i18n import t, tn

# Fewer answers than this do not carry a decimal.
DECIMAL_FROM_N = 100


def is_missing(value: object) -> bool:
    """None, NaN and NaT alike: DuckDB's NULL reaches pandas as any of them."""
    return value is None or bool(pd.isna(value))  # type: ignore[call-overload]


def number(value: float, decimals: int = 0, language: str | None = None) -> str:
    """With separators of the language and exactly so many decimals."""
    return _number(round(float(value), decimals) + 0.0, decimals, i18n.locale(language))


def count(value: float, language: str | None = None) -> str:
    """38,204"""
    return number(value, 0, language)


def share(value: float, n: float | None = None, language: str | None = None) -> str:
    """0.9123 as 91.2%; 91% when n is under 100; >99.9% where it is not whole."""
    decimals = 0 if n is not None and n < DECIMAL_FROM_N else 1
    step = 10.0**-decimals
    percent = 100.0 * value
    if value < 1 and round(percent, decimals) >= 100:
        return f">{number(100 - step, decimals, language)}%"
    if value > 0 and round(percent, decimals) <= 0:
        return f"<{number(step, decimals, language)}%"
    return f"{number(percent, decimals, language)}%"


def value(
    unit: str, value: float, n: float | None = None, language: str | None = None
) -> str:
    """A value in the unit that schema.sql gives its indicator, with the unit's word."""
    if unit == "share":
        return share(value, n, language)
    if unit == "count":
        return t("unit.count", value=count(value, language))
    if unit == "days":
        words = _short(value, language)
        return tn("unit.days", plural(words), value=words)
    if unit == "points":
        return t("unit.points", value=number(value, 1, language))
    if unit == "per_10k":
        return t("unit.per_10k", value=number(value, 1, language))
    return number(value, 2, language)


def compact(unit: str, amount: float, n: float | None = None) -> str:
    """A value whose label already says per how many: 5.7, not 5.7 per 10,000."""
    return figure(unit, amount, n) if unit == "per_10k" else value(unit, amount, n)


def figure(unit: str, value: float, n: float | None = None) -> str:
    """A value without its unit's word, for tiles and table columns that carry it."""
    if unit == "share":
        return share(value, n)
    if unit == "count":
        return count(value)
    if unit == "days":
        return _short(value, None)
    return number(value, 2 if unit == "ratio" else 1)


def finer(unit: str, value: float) -> str:
    """A value with one decimal more, where two that are close stand side by side."""
    if unit == "share":
        return f"{number(100.0 * value, 2)}%"
    return count(value) if unit == "count" else number(value, 2)


def change(
    unit: str, change: float, language: str | None = None, *, finer: int = 0
) -> str:
    """A difference with its sign and unit: shares in percentage points.

    `finer` adds decimals, for differences that are small by nature.
    """
    if unit == "share":
        return t("change.share", value=signed(100.0 * change, 1 + finer, language))
    if unit == "points":
        return t("change.points", value=signed(change, 1 + finer, language))
    if unit == "days":
        words = signed(change, 0 if float(change).is_integer() else 1, language)
        return tn("change.days", plural(words), value=words)
    if unit == "count":
        return t("change.count", value=signed(change, 0, language))
    if unit == "per_10k":
        return signed(change, 1 + finer, language)
    return signed(change, 2 + finer, language)


def plural(words: str) -> int:
    """The number that chooses singular or plural for a figure as it reads: 1 or 2."""
    return 1 if words.lstrip("+−") == "1" else 2


def signed(value: float, decimals: int, language: str | None = None) -> str:
    """+1.3, −0.4 with a real minus, and 0.0 without a sign."""
    rounded = round(float(value), decimals) + 0.0
    digits = number(abs(rounded), decimals, language)
    if rounded == 0:
        return digits
    return f"{'+' if rounded > 0 else '−'}{digits}"


def score(value: float, language: str | None = None) -> str:
    """82.4"""
    return number(value, 1, language)


def score_or_state(value: float | None, state: str = "no_data") -> str:
    """82.4, or the word for why there is none."""
    if value is None or is_missing(value):
        return t(f"state.{state}")
    return score(value)


def interval(unit: str, low: float, high: float, n: float | None = None) -> str:
    """90.8%–91.6%"""
    if is_missing(low) or is_missing(high):
        return ""
    words = [figure(unit, low, n), figure(unit, high, n)]
    # "98.9%–>99.9%" reads badly without room around the dash.
    return (" – " if any(word[0] in "<>" for word in words) else "–").join(words)


def interval_with_unit(
    unit: str, low: float, high: float, n: float | None = None
) -> str:
    """22–29 days, for where no value stands in front that has the unit."""
    words = interval(unit, low, high, n)
    if words and unit == "days":
        return tn("unit.days", plural(_short(high, None)), value=words)
    return t("unit.points", value=words) if words and unit == "points" else words


def day(value: date | datetime | pd.Timestamp) -> str:
    """2026-10-31, in every language."""
    return f"{value:%Y-%m-%d}"


def period(kind: str, start: date, language: str | None = None) -> str:
    """2026 年三季度, Q3 2026; 2026 年 9 月, September 2026; 12 months by their ends."""
    return _period(kind, start.year, start.month, language or i18n.language())


def period_axis(kind: str, start: date, language: str | None = None) -> str:
    """For table rows and axes: 2026-09; quarters and longer in words."""
    if kind == "month":
        return f"{start:%Y-%m}"
    return period(kind, start, language)


def state(state: str) -> str:
    """The word for an observation that has no value, or one that is not final."""
    return t(f"state.{state}")


def unvalued(unit: str, state: str, more_than: float | None) -> str:
    """What stands where an observation has no value: why, or what it is more than."""
    if more_than is None or is_missing(more_than):
        return t(f"state.{state}")
    return t("state.more_than", value=value(unit, more_than))


@lru_cache(maxsize=8192)
def _number(value: float, decimals: int, locale: str) -> str:
    return format_decimal(value, _pattern(decimals), locale=_locale(locale))


# Babel would read both anew for every number.
@lru_cache(maxsize=32)
def _pattern(decimals: int) -> NumberPattern:
    return parse_pattern("#,##0" + ("." + "0" * decimals if decimals else ""))


_locale = lru_cache(maxsize=32)(Locale.parse)


def _short(value: float, language: str | None) -> str:
    whole = math.isclose(value, round(value), abs_tol=0.05)
    return number(value, 0 if whole else 1, language)


@lru_cache(maxsize=1024)
def _period(kind: str, year: int, month: int, language: str) -> str:
    first = date(year, month, 1)
    locale = i18n.locale(language)
    if kind == "rolling12":
        last = date(year if month == 1 else year + 1, (month + 10) % 12 + 1, 1)
        return t(
            "period.rolling12",
            first=_period("month", year, month, language),
            last=_period("month", last.year, last.month, language),
        )
    if kind == "quarter":
        quarter = (month - 1) // 3 + 1
        return t(f"period.q{quarter}", year=year)
    if kind == "year":
        return t("period.year", year=year)
    pattern = {"zh": "y 年 M 月", "en": "LLLL y"}
    return format_date(first, pattern[language], locale=locale)
