"""The twelve months that end today, where data are younger than a year."""

from __future__ import annotations

from datetime import date

from pipelines.measure.periods import Period, periods

FAR = date(9999, 12, 31)


def _rolling(first_month: date, as_of: date) -> list[Period]:
    return [p for p in periods(first_month, as_of, FAR) if p.kind == "rolling12"]


def test_data_of_seven_months_have_one_window_that_is_not_complete() -> None:
    (window,) = _rolling(date(2025, 8, 1), date(2026, 2, 11))
    assert (window.first, window.last) == (date(2025, 3, 1), date(2026, 2, 28))
    assert not window.is_complete
    assert window.is_provisional


def test_the_window_is_complete_with_the_twelfth_month() -> None:
    (window,) = _rolling(date(2025, 3, 1), date(2026, 2, 28))
    assert (window.first, window.is_complete) == (date(2025, 3, 1), True)


def test_after_a_year_no_window_reaches_before_the_data() -> None:
    windows = _rolling(date(2025, 8, 1), date(2026, 8, 31))
    assert [w.first for w in windows] == [date(2025, 8, 1), date(2025, 9, 1)]
