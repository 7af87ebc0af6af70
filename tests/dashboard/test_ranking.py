"""The ranking page: who stands where, how sure that is, and who is not ranked."""

import csv
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import streamlit as st

from tests.dashboard.conftest import Open, words

Captured = list[dict[str, Any]]


@pytest.fixture
def downloads(monkeypatch: pytest.MonkeyPatch) -> Captured:
    """What the page offers for download, instead of a button."""
    offered: Captured = []

    def button(label: str, data: Callable[[], bytes], **how: Any) -> bool:
        offered.append({"label": label, "data": data, **how})
        return False

    monkeypatch.setattr(st, "download_button", button)
    return offered


def test_departments_come_in_the_order_of_the_published_places(
    world: Path, open_page: Open
) -> None:
    # In the world, the further down its list a department, the lower its share; only
    # Housing (fourth) has fallen by four places more, behind the seventh.
    table = open_page(world, "ranking").table[0].value
    assert list(table["Rank"]) == ["1", "2", "3", "4", "5", "6", "7"]
    assert list(table["Name"])[:5] == [
        "Public Security",
        "Human Resources",
        "Market Regulation",
        "Health Commission",
        "Civil Affairs",
    ]
    assert table["Name"].iloc[6] == "Housing and Construction"


def test_every_row_says_how_sure_its_place_is_and_shows_n(
    world: Path, open_page: Open
) -> None:
    row = open_page(world, "ranking").table[0].value.iloc[1]
    # The world gives every place one to either side.
    assert row["How sure the place is"].replace("\\", "") == (
        "Place 2, likely between 1 and 3; same tier as "
        "Public Security, Market Regulation (Tier 1)"
    )
    # 900 + 420 + 380 + 150 + 60 + 1 ratings a month make 5,733 a quarter.
    assert "n = 5,733" in row["Very satisfied"].replace("\\", "")


def test_the_headline_does_not_claim_more_than_the_ranges_allow(
    world: Path, open_page: Open
) -> None:
    headline = open_page(world, "ranking").subheader[0].value
    assert headline == (
        "Public Security comes first, same tier as Human Resources, Market Regulation"
    )
    # Of seven the best are told as two; only three sets begin with a place so good.
    assert (
        "could be among the best 2: Public Security, Human Resources, Market "
        "Regulation; nobody is surely better than the middle"
    ) in words(open_page(world, "ranking"))


def test_few_who_are_ranked_are_said_to_teach_too_little(
    world: Path, open_page: Open
) -> None:
    captions = [each.value for each in open_page(world, "ranking").caption]
    assert any(
        "Only 7 are ranked together, too few to learn from each other" in caption
        for caption in captions
    )


def test_a_vertical_organ_is_listed_with_the_reason(
    world: Path, open_page: Open
) -> None:
    app = open_page(world, "ranking")
    listed = app.table[1].value
    assert list(listed["Name"]) == ["Taxation"]
    assert "higher level of government" in listed["Why it is not ranked"].iloc[0]


def test_too_few_ratings_are_listed_with_the_limit_of_the_workspace(
    world: Path, open_page: Open
) -> None:
    # Fuyuan: one rating a month of each of eight departments, 24 in the quarter.
    app = open_page(world, "ranking", kind="city")
    assert len(app.table[0].value) == 5
    (reason,) = app.table[1].value["Why it is not ranked"]
    assert reason == "Fewer than 30 ratings"


def test_within_a_peer_group_places_start_again(world: Path, open_page: Open) -> None:
    app = open_page(world, "ranking", group="economy")
    table = app.table[0].value
    # The economy's: the hostile one and Housing; Taxation is listed only.
    assert list(table["Rank"]) == ["1", "2"]
    assert table["Name"].iloc[1] == "Housing and Construction"


def test_a_city_stands_beside_itself_with_an_ordinary_mix_of_items(
    world: Path, open_page: Open
) -> None:
    app = open_page(world, "ranking", kind="city")
    cells = app.table[0].value["Very satisfied"].str.replace("\\", "")
    assert all("% with an ordinary mix of items" in cell for cell in cells)
    assert "as if each city had the same mix of items as all together" in words(app)
    # A department's items are its own: nobody to be compared with, and nothing is said.
    app = open_page(world, "ranking")
    assert not app.table[0].value["Very satisfied"].str.contains("mix").any()
    assert "ordinary mix" not in words(app)


def test_a_quarter_that_is_not_over_is_said_to_be_provisional(
    world: Path, open_page: Open
) -> None:
    app = open_page(world, "ranking", period="quarter:2026-10-01")
    assert "runs until 2026-12-31" in words(app)


def test_before_anything_is_measured_there_is_a_sentence(
    empty_world: Path, open_page: Open
) -> None:
    app = open_page(empty_world, "ranking")
    assert not app.table
    assert "no period yet" in words(app)


def test_a_hostile_name_reaches_no_markdown_unescaped(
    world: Path, open_page: Open
) -> None:
    app = open_page(world, "ranking")
    shown = words(app) + "".join(app.table[0].value.to_numpy().ravel())
    assert r"\*\*x\*\*" in shown
    assert "**x**" not in shown
    assert "<b>y" not in shown


def test_the_download_holds_everyone_with_and_without_a_place(
    world: Path, open_page: Open, downloads: Captured
) -> None:
    open_page(world, "ranking")
    (offered,) = downloads
    header, *rows = csv.reader(io.StringIO(offered["data"]().decode("utf-8-sig")))
    assert header[:5] == ["ID", "Name", "Peer group", "State", "Ratings n"]
    assert len(rows) == 8
    assert rows[0][:4] == [
        "department:gaj",
        "Public Security",
        "Enforcement",
        "ranked",
    ]
    assert rows[7][3] == "listed, not ranked"
    assert rows[7][header.index("Rank")] == ""
    assert offered["file_name"] == "satisfaction-department-quarter-2026-07-01.csv"


def test_the_public_deployment_starts_on_the_ranking(
    world: Path, open_page: Open
) -> None:
    app = open_page(world, audience="public")
    assert app.title[0].value == "Satisfaction ranking"
