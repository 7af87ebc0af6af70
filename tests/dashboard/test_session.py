"""A view is a link: what the address says, what is remembered, what is ignored."""

from pathlib import Path

import pytest

from dashboard import session
from tests.dashboard.conftest import Open, turn_to, words

ZJJ = "department:zjj"


def test_a_link_restores_language_period_and_subject(
    world: Path, open_page: Open
) -> None:
    app = open_page(
        world, "city", lang="zh", period="quarter:2026-04-01", subject="city:230200"
    )
    assert app.subheader[0].value.startswith("齐齐哈尔市：2026 年二季度")


def test_the_latest_complete_quarter_is_where_a_reader_starts(
    world: Path, open_page: Open
) -> None:
    assert open_page(world).subheader[0].value.startswith("Q3 2026")


def test_a_choice_is_written_into_the_address_and_kept_on_other_pages(
    world: Path, open_page: Open
) -> None:
    app = open_page(world)
    app.selectbox(key="choose_period").set_value("quarter:2026-01-01").run()
    assert app.query_params["period"] == "quarter:2026-01-01"
    turn_to(app, "city")
    assert "Q1 2026" in app.subheader[0].value


@pytest.fixture
def told_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The browser knows of every choice before the reader does anything else."""
    monkeypatch.setattr(session, "ON_ITS_WAY", 0.0)


def test_back_to_the_address_a_page_was_opened_at_shows_what_it_showed(
    world: Path, open_page: Open, told_at_once: None
) -> None:
    app = open_page(world)
    first = app.subheader[0].value
    app.selectbox(key="choose_period").set_value("quarter:2026-01-01").run()
    assert app.subheader[0].value != first
    app.query_params.clear()
    app.run()
    assert app.subheader[0].value == first
    assert "period" not in app.query_params
    # The language is nobody's choice of this page.
    assert app.query_params["lang"] == "en"


def test_what_was_taken_back_is_not_remembered_on_other_pages(
    world: Path, open_page: Open, told_at_once: None
) -> None:
    app = open_page(world)
    app.selectbox(key="choose_period").set_value("quarter:2026-01-01").run()
    del app.query_params["period"]
    app.run()
    turn_to(app, "city")
    assert "Q3 2026" in app.subheader[0].value


def test_what_was_brought_along_stays_on_an_address_that_did_not_say_it_yet(
    world: Path, open_page: Open, told_at_once: None
) -> None:
    """A menu opens the bare address of a page; what is remembered is written next."""
    app = open_page(world)
    app.selectbox(key="choose_period").set_value("quarter:2026-01-01").run()
    app.query_params.clear()
    turn_to(app, "city")
    assert app.query_params["period"] == "quarter:2026-01-01"
    del app.query_params["period"]
    app.run()
    assert "Q1 2026" in app.subheader[0].value
    assert app.query_params["period"] == "quarter:2026-01-01"


def test_back_brings_back_the_subject_a_scorecard_was_opened_with(
    world: Path, open_page: Open, told_at_once: None
) -> None:
    app = open_page(world, "city")
    first = app.subheader[0].value
    app.selectbox(key="choose_city_subject").set_value("city:230600").run()
    assert app.subheader[0].value != first
    del app.query_params["subject"]
    app.run()
    assert app.subheader[0].value == first


def test_a_choice_of_which_the_browser_was_not_told_yet_stands(
    world: Path, open_page: Open
) -> None:
    """Who chooses twice in a moment sends the second choice from the old address."""
    app = open_page(world, "ranking")
    app.selectbox(key="choose_period").set_value("quarter:2026-01-01").run()
    del app.query_params["period"]
    app.segmented_control(key="choose_ranking_kind").set_value("city").run()
    assert app.query_params["period"] == "quarter:2026-01-01"
    assert app.query_params["kind"] == "city"


def test_an_organ_has_a_link_of_its_own(world: Path, open_page: Open) -> None:
    app = open_page(world, "department", subject="organ:230100/zjj")
    assert app.subheader[0].value.startswith("Harbin Housing and Construction")


def test_choosing_a_department_leaves_the_organ(world: Path, open_page: Open) -> None:
    app = open_page(world, "department", subject="organ:230100/zjj")
    app.selectbox(key="choose_department").set_value("department:gaj").run()
    assert app.query_params["subject"] == "department:gaj"
    assert app.subheader[0].value.startswith("Public Security")


def test_choosing_a_city_opens_the_organ(world: Path, open_page: Open) -> None:
    app = open_page(world, "department", subject=ZJJ)
    app.selectbox(key="choose_city_of_department").set_value("organ:230200/zjj").run()
    assert app.query_params["subject"] == "organ:230200/zjj"


def test_departments_and_cities_are_remembered_apart(
    world: Path, open_page: Open
) -> None:
    app = open_page(world, "department", subject=ZJJ)
    app.query_params.clear()
    turn_to(app, "city")
    app.selectbox(key="choose_city_subject").set_value("city:230600").run()
    app.query_params.clear()
    turn_to(app, "department")
    assert app.subheader[0].value.startswith("Housing and Construction")


def test_what_no_option_matches_is_ignored(world: Path, open_page: Open) -> None:
    app = open_page(
        world, "city", lang="xx", period="quarter:2026-02-30", subject="city:'; DROP"
    )
    assert not app.exception
    assert not app.warning
    assert words(app)
