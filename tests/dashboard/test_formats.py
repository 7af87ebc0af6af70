"""How figures read; every expectation typed by hand."""

from datetime import date

import pytest

from dashboard import formats, i18n


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(i18n, "language", lambda: "en")


@pytest.fixture
def chinese(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(i18n, "language", lambda: "zh")


@pytest.mark.parametrize(
    ("value", "n", "words"),
    [
        (0.9123, 38204, "91.2%"),
        (0.9123, None, "91.2%"),
        (0.9123, 99, "91%"),  # fewer than a hundred answers carry no decimal
        (0.9123, 100, "91.2%"),
        (0.9997, 38204, ">99.9%"),  # never 100.0 % where it is not whole
        (0.99949, 38204, "99.9%"),
        (0.996, 50, ">99%"),
        (1.0, 38204, "100.0%"),
        (1.0, 50, "100%"),
        (0.0003, 38204, "<0.1%"),
        (0.0, 38204, "0.0%"),
        (-0.0, 50, "0%"),
    ],
)
def test_shares(value: float, n: float | None, words: str) -> None:
    assert formats.share(value, n) == words


@pytest.mark.parametrize(
    ("unit", "value", "words"),
    [
        ("share", 0.961, "96.1%"),
        ("count", 38204.0, "38,204"),
        ("days", 3.0, "3 days"),
        ("days", 1.0, "1 day"),
        ("days", 0.0, "0 days"),
        ("days", 1.5, "1.5 days"),
        ("days", 2.5, "2.5 days"),
        ("points", 82.449, "82.4 points"),
        ("per_10k", 3.2, "3.2 per 10,000"),
        ("ratio", 0.618, "0.62"),
    ],
)
def test_values_in_their_units(unit: str, value: float, words: str) -> None:
    assert formats.value(unit, value) == words


def test_values_in_chinese(chinese: None) -> None:
    assert formats.value("count", 1418.0) == "1,418 件"
    assert formats.value("days", 3.0) == "3 天"
    assert formats.value("points", 82.4) == "82.4 分"
    assert formats.value("per_10k", 3.2) == "每万件 3.2"


@pytest.mark.parametrize(
    ("unit", "change", "words"),
    [
        ("share", -0.0041, "−0.4 pp"),
        ("share", 0.008, "+0.8 pp"),
        ("share", 0.0004, "0.0 pp"),  # too small to have a sign
        ("share", -0.0004, "0.0 pp"),
        ("points", 1.3, "+1.3 points"),
        ("count", -12.0, "−12"),
        ("days", -0.5, "−0.5 days"),
        ("per_10k", 0.8, "+0.8"),
        ("ratio", -0.031, "−0.03"),
    ],
)
def test_changes_have_a_sign_and_a_unit(unit: str, change: float, words: str) -> None:
    assert formats.change(unit, change) == words


def test_changes_of_shares_are_percentage_points_in_chinese(chinese: None) -> None:
    assert formats.change("share", -0.0041) == "−0.4 个百分点"
    assert formats.change("points", 1.3) == "+1.3 分"


@pytest.mark.parametrize(
    ("kind", "start", "in_english", "in_chinese"),
    [
        ("quarter", date(2026, 7, 1), "Q3 2026", "2026 年三季度"),
        ("quarter", date(2025, 10, 1), "Q4 2025", "2025 年四季度"),
        ("month", date(2026, 9, 1), "September 2026", "2026 年 9 月"),
        ("year", date(2026, 1, 1), "2026", "2026 年"),
        (
            "rolling12",
            date(2025, 11, 1),
            "November 2025 to October 2026",
            "2025 年 11 月至 2026 年 10 月",
        ),
        (
            "rolling12",
            date(2026, 1, 1),
            "January 2026 to December 2026",
            "2026 年 1 月至 2026 年 12 月",
        ),
    ],
)
def test_periods(
    kind: str,
    start: date,
    in_english: str,
    in_chinese: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert formats.period(kind, start) == in_english
    monkeypatch.setattr(i18n, "language", lambda: "zh")
    assert formats.period(kind, start) == in_chinese


def test_days_read_the_same_everywhere() -> None:
    assert formats.day(date(2026, 3, 1)) == "2026-03-01"


def test_intervals_and_their_absence() -> None:
    assert formats.interval("share", 0.908, 0.916, 400) == "90.8%–91.6%"
    assert formats.interval("share", 0.989, 0.9997, 400) == "98.9% – >99.9%"
    assert formats.interval("share", float("nan"), 0.916) == ""


def test_states_are_words_not_zeros() -> None:
    assert formats.state("no_data") == "nothing to measure"
    assert formats.state("withheld") == "too few to show"
    assert formats.state("unknown") == "not reported"
    assert formats.state("provisional") == "provisional"
    assert formats.score_or_state(float("nan"), "withheld") == "too few to show"


def test_states_in_chinese(chinese: None) -> None:
    words = [
        formats.state(state)
        for state in ("no_data", "withheld", "unknown", "provisional")
    ]
    assert words == ["暂无数据", "样本不足", "未知", "暂定"]


@pytest.mark.parametrize(
    ("unit", "low", "high", "words"),
    [
        ("days", 22.0, 29.0, "22–29 days"),
        ("days", 0.0, 1.0, "0–1 day"),
        ("points", 53.61, 57.2, "53.6–57.2 points"),
        ("share", 0.908, 0.916, "90.8%–91.6%"),
        ("days", float("nan"), float("nan"), ""),
    ],
)
def test_intervals_that_stand_alone_have_their_unit(
    unit: str, low: float, high: float, words: str
) -> None:
    assert formats.interval_with_unit(unit, low, high) == words


def test_one_day_more_is_a_day() -> None:
    assert formats.change("days", 1.0) == "+1 day"
    assert formats.change("days", -2.0) == "−2 days"
