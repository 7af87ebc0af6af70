"""A leader's way: from the answer to the organ, the city, the comparison, the data."""

import re

import pytest

from tests.browser.conftest import MeetReader
from tests.browser.reader import DESK, PHONE, Reader, Size
from tests.serving import Server

BOTH = pytest.mark.parametrize("language", ["zh", "en"])
# Every page is looked at in both languages on both screens in test_every_page.py; here
# each journey is made once in each of them. English words are longer than Chinese ones.
LONG_WORDS_ON_A_DESK, LONG_WORDS_ON_A_PHONE = (
    pytest.mark.parametrize(
        ("language", "size"),
        [("en", here), ("zh", there)],
        ids=[f"en-{here.name}", f"zh-{there.name}"],
    )
    for here, there in ((DESK, PHONE), (PHONE, DESK))
)

MENU = {
    "zh": ["总览", "异动", "部门", "地市", "对比", "试算", "群众满意度排行", "怎么算的",
           "数据质量"],
    "en": ["Overview", "Signals", "Departments", "Cities", "Compare", "What if",
           "Satisfaction ranking", "Method", "Data quality"],
}  # fmt: skip
# Under a section of its own: on a desk it opens below the menu's line.
ASSESSMENTS = {"zh": ["公示与申诉"], "en": ["Results and appeals"]}
SPRING = {"zh": "2026 年二季度", "en": "Q2 2026"}
SUMMER = {"zh": "2026 年三季度", "en": "Q3 2026"}
PERIOD = {"zh": "时段", "en": "Period"}
CITY = {"zh": ("地市", "鸡西市"), "en": ("City", "Jixi")}

# The middle of the first cell of the heat map that has a number, and the number.
_FIRST_NUMBER = """
() => {
  const map = document.querySelector('[data-testid=stVegaLiteChart]');
  const cell = [...map.querySelectorAll('text')].find(
    text => /^[0-9]+$/.test(text.textContent));
  const box = cell.getBoundingClientRect();
  return [box.x + box.width / 2, box.y + box.height / 2, Number(cell.textContent)];
}
"""


@LONG_WORDS_ON_A_DESK
def test_the_answer_comes_first_and_a_cell_of_the_map_opens_the_organ(
    internal: Server, meet_again: MeetReader, language: str, size: Size
) -> None:
    reader = meet_again(internal, language, size).go()
    assert SUMMER[language] in reader.headline()
    assert re.search(r"\d\d\.\d", reader.headline())
    tiles = reader.tiles()
    assert len(tiles) == 5
    # Open and overdue is a count: it has no number of answers behind it.
    assert all("n=" in tile for tile in tiles[:4])
    reader.take_picture("journey-overview")
    if size == DESK:
        _stands_above_the_fold(reader)

    x, y, score = _bring_into_view(reader)
    before = reader.headline()
    reader.page.mouse.click(x, y)
    reader.page.wait_for_url("**/department?**")
    reader.settle()
    assert reader.said("subject").startswith("organ:")
    (shown,) = re.findall(r"(\d+\.\d)", reader.headline().replace("2026", ""))
    assert abs(float(shown) - score) <= 0.55  # the map shows it without decimals
    reader.take_picture("journey-organ")

    reader.go_back()
    assert reader.path == ""
    assert reader.headline() == before


def _stands_above_the_fold(reader: Reader) -> None:
    """Tiles, map, what needs attention, trend: all of it on the first screen."""
    for kind in ("stMetric", "stVegaLiteChart", "stPageLink"):
        box = reader.page.get_by_test_id(kind).last.bounding_box()
        assert box is not None
        assert box["y"] + box["height"] <= reader.size.height, kind


def _bring_into_view(reader: Reader) -> tuple[float, float, float]:
    reader.page.get_by_test_id("stVegaLiteChart").first.scroll_into_view_if_needed()
    reader.page.wait_for_timeout(100)
    x, y, score = reader.page.evaluate(_FIRST_NUMBER)
    return x, y, score


@LONG_WORDS_ON_A_PHONE
def test_a_leader_turns_every_page_and_keeps_the_period(
    internal: Server, meet_again: MeetReader, language: str, size: Size
) -> None:
    reader = meet_again(internal, language, size).go()
    reader.choose(PERIOD[language], SPRING[language])
    assert SPRING[language] in reader.headline()
    titles = MENU[language] + (ASSESSMENTS[language] if size == PHONE else [])
    shown = reader.menu().all_inner_texts()
    assert [text.strip().split("\n")[-1] for text in shown] == titles
    for title, path in zip(
        MENU[language][2:5], ("department", "city", "compare"), strict=True
    ):
        before = _steps(reader)
        reader.turn_to(title)
        assert reader.path == path
        # To go back takes one step or, where the browser is told the new page's choices
        # before its name, two; not one for each of them.
        assert _steps(reader) - before <= 2
        if path != "compare":
            assert SPRING[language] in reader.headline()
        assert SPRING[language] in _chosen(reader, PERIOD[language])
    reader.turn_to(MENU[language][-1])
    assert reader.path == "quality"
    # Of the planted corrections: one file is known to be corrected by another.
    assert "122" in reader.words() or "cases" in reader.words()


def _steps(reader: Reader) -> int:
    return int(reader.page.evaluate("history.length"))


def _chosen(reader: Reader, label: str) -> str:
    box = reader.page.get_by_role("combobox", name=label)
    return str(box.input_value() or box.get_attribute("aria-label"))


@BOTH
def test_a_view_is_a_link(
    internal: Server, meet_again: MeetReader, language: str
) -> None:
    sender = meet_again(internal, language).go("city")
    sender.choose(*CITY[language])
    sender.choose(PERIOD[language], SPRING[language])
    assert CITY[language][1] in sender.headline()

    # The browser of the other one speaks the other language: the link decides.
    other = {"zh": "en", "en": "zh"}[language]
    receiver = meet_again(internal, other).open(sender.page.url)
    assert receiver.headline() == sender.headline()
    assert SPRING[language] in receiver.headline()
    assert receiver.words() == sender.words()


def test_a_reader_may_change_the_language_of_a_view(
    internal: Server, meet_again: MeetReader
) -> None:
    reader = meet_again(internal, "en").go("city", subject="city:230300")
    assert "Jixi" in reader.headline()
    reader.press("中")
    assert "鸡西市" in reader.headline()
    assert (reader.said("lang"), reader.said("subject")) == ("zh", "city:230300")


def test_the_first_page_answers_to_its_own_name(
    internal: Server, meet_again: MeetReader
) -> None:
    reader = meet_again(internal, "en").go("overview", period="quarter:2026-04-01")
    assert (reader.path, reader.said("period")) == ("", "quarter:2026-04-01")
    assert SPRING["en"] in reader.headline()
    assert reader.page.get_by_role("dialog").count() == 0
