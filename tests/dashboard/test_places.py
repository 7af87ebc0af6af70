"""Places in words, in both languages."""

import pytest

from dashboard import i18n, places


@pytest.fixture
def in_english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(i18n, "language", lambda: "en")
    monkeypatch.setattr(places, "language", lambda: "en")


@pytest.fixture
def in_chinese(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(i18n, "language", lambda: "zh")
    monkeypatch.setattr(places, "language", lambda: "zh")


@pytest.mark.usefixtures("in_english")
def test_a_place_in_english_has_its_range_and_whom_it_is_shared_with() -> None:
    assert places.sentence(4, 2, 9, ["A", "B"]) == (
        "Place 4, likely between 2 and 9; same tier as A, B"
    )


@pytest.mark.usefixtures("in_chinese")
def test_a_place_in_chinese() -> None:
    assert places.sentence(4, 2, 9, ["A", "B"]) == (
        "第 4 名，可能在第 2 至 9 名；与A、B不分上下"
    )


@pytest.mark.usefixtures("in_english")
def test_a_certain_place_has_no_range() -> None:
    assert places.sentence(1, 1, 1, []) == "Place 1; a tier of its own"


@pytest.mark.usefixtures("in_english")
def test_more_than_three_names_are_counted() -> None:
    assert places.tied(list("ABCDE")) == "same tier as A, B, C and 2 more"


@pytest.mark.usefixtures("in_english")
@pytest.mark.parametrize(
    ("rank", "words"),
    [(1, "1st"), (2, "2nd"), (3, "3rd"), (11, "11th"), (13, "13th"), (22, "22nd"),
     (112, "112th")],
)  # fmt: skip
def test_english_endings(rank: int, words: str) -> None:
    assert places.place(rank) == words
