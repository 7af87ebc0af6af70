"""Figures read on the site as they do on the dashboard's pages."""

from datetime import date

import pytest

from dashboard import formats
from pipelines.site.figures import Figures

SHARES = (0.0, 0.00004, 0.0004, 0.123, 0.5, 0.91249, 0.9125, 0.9994, 0.99996, 1.0)
VALUES = (0.0, 0.04, 1.0, 1.04, 2.5, 97.25, 1234.5, 38204.0)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_shares_and_numbers_are_rounded_alike(language: str) -> None:
    figures = Figures(language)
    for share in SHARES:
        for n in (None, 12, 99, 100, 38204):
            told = figures.share(share, n)
            assert told == formats.share(share, n, language), (share, n)
    for value in VALUES:
        assert figures.number(value, 1) == formats.number(value, 1, language)
        assert figures.signed(-value) == formats.signed(-value, 1, language)


def test_values_changes_and_periods_have_the_same_words() -> None:
    # Outside a page the dashboard speaks its first language.
    figures = Figures("zh")
    for unit in ("share", "count", "days", "points", "per_10k", "ratio"):
        for value in (0.0, 0.5, 1.0):
            assert figures.value(unit, value, 500) == formats.value(unit, value, 500)
            assert figures.change(unit, -value) == formats.change(unit, -value)
        for ends in ((0.0, 0.5), (0.913, 0.99996), (1.0, 1.0)):
            row = {"low": ends[0], "high": ends[1], "n": 500}
            assert figures.interval(unit, row) == formats.interval(unit, *ends, 500)
    for kind, first in (
        ("month", date(2026, 9, 1)),
        ("quarter", date(2026, 7, 1)),
        ("year", date(2026, 1, 1)),
        ("rolling12", date(2025, 11, 1)),
        ("rolling12", date(2026, 1, 1)),
    ):
        assert figures.period(kind, first) == formats.period(kind, first)


def test_english_places_end_as_they_are_said() -> None:
    figures = Figures("en")
    told = [figures.place(rank, None, None) for rank in (1, 2, 3, 4, 11, 12, 21, 103)]
    assert told == ["1st", "2nd", "3rd", "4th", "11th", "12th", "21st", "103rd"]
    assert figures.place(4, 2, 9) == "4th, likely between 2 and 9"
    assert Figures("zh").place(4, 2, 9) == "第 4 名，可能在第 2 至 9 名"
