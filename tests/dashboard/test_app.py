"""What a leader and the public find, and are told when something is missing or broken.

Who opens what is in test_access.py.
"""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
import streamlit as st

from dashboard import audience, frame
from dashboard.audience import Audience
from tests.dashboard import published, questions
from tests.dashboard.conftest import Open, words

# Every page of published data, and which audiences find it.
WHO_OPENS = {
    "overview": ["internal"],
    "signals": ["internal"],
    "department": ["internal"],
    "city": ["internal"],
    "compare": ["internal"],
    "what_if": ["internal"],
    "ranking": ["internal", "public"],
    "method": ["internal", "public"],
    "quality": ["internal"],
}
EVERYWHERE = [(page, who) for page, many in WHO_OPENS.items() for who in many]


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(("page", "who"), EVERYWHERE)
def test_every_page_opens_for_those_who_may_see_it(
    world: Path, open_page: Open, page: str, who: str, language: str
) -> None:
    app = open_page(world, page, who, lang=language)
    assert not app.exception
    assert not app.error
    assert not app.warning


@pytest.mark.parametrize(("page", "who"), EVERYWHERE)
def test_every_page_opens_before_anything_is_measured(
    empty_world: Path, open_page: Open, page: str, who: str
) -> None:
    app = open_page(empty_world, page, who)
    assert not app.exception
    assert not app.error


def test_the_menu_has_a_ranking_only_where_one_is_declared(
    world: Path, tmp_path: Path, open_page: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = {}

    def noted(path: str, **said: Any) -> Any:
        shown[said["url_path"]] = said["visibility"]
        return page(path, **said)

    page = st.Page
    monkeypatch.setattr(st, "Page", noted)
    # Pages are made once for the menus of all readers.
    frame._known_page.cache_clear()
    open_page(world)
    assert shown["ranking"] == "visible"
    questions.publish(tmp_path, {})
    # A link to it still opens, and says why there is nothing.
    app = open_page(tmp_path, "ranking")
    assert "No indicator is declared for the ranking" in words(app)
    hidden = {name for name, how in shown.items() if how == "hidden"}
    # A ballot is opened by its link alone, everywhere.
    assert hidden == {"ranking", "ballot"}


@pytest.mark.parametrize("page", ["ranking", "method"])
def test_a_public_deployment_needs_no_internal_file(
    tmp_path: Path, open_page: Open, page: str
) -> None:
    folder = published.publish(tmp_path)
    (folder / "v1-internal.duckdb").unlink()
    app = open_page(tmp_path, page, "public")
    assert not app.exception
    assert not app.warning


def test_public_pages_show_leaders_what_the_public_sees(
    tmp_path: Path, open_page: Open
) -> None:
    # Only the frame needs the internal file; the ranking itself reads the public one.
    folder = published.publish(tmp_path)
    (folder / "v1-public.duckdb").unlink()
    assert "cannot be read" in words(open_page(tmp_path, "ranking"))


def test_before_the_first_publication_readers_are_told_what_to_do(
    tmp_path: Path, open_page: Open
) -> None:
    app = open_page(tmp_path)
    assert "Nothing has been published yet" in words(app)
    assert not app.exception


def test_a_damaged_publication_is_a_sentence_not_a_traceback(
    world: Path, tmp_path: Path, open_page: Open
) -> None:
    shutil.copytree(world, tmp_path / "copy")
    (tmp_path / "copy" / "published" / "current.json").write_text("{")
    app = open_page(tmp_path / "copy")
    assert "cannot be read" in words(app)
    assert not app.exception


def test_a_file_that_is_no_database_is_a_sentence(
    tmp_path: Path, open_page: Open
) -> None:
    folder = published.publish(tmp_path)
    (folder / "v1-internal.duckdb").write_bytes(b"not a database" * 1000)
    assert "cannot be read" in words(open_page(tmp_path))


def test_a_publication_of_another_product_version_is_a_sentence(
    tmp_path: Path, open_page: Open
) -> None:
    import duckdb

    folder = published.publish(tmp_path)
    with duckdb.connect(str(folder / "v1-internal.duckdb")) as con:
        con.execute("DROP TABLE scorecard")
    assert "does not fit this version" in words(open_page(tmp_path))


def test_the_header_says_whose_data_as_of_when_and_how_complete(
    world: Path, open_page: Open
) -> None:
    line = open_page(world).caption[0].value
    assert "Heilongjiang service performance" in line
    assert "2026\\-10\\-31" in line or "2026-10-31" in line
    assert "98.7%" in line


def test_the_language_switch_changes_the_words(world: Path, open_page: Open) -> None:
    app = open_page(world)
    assert "composite score" in app.subheader[0].value
    app.button_group(key="choose_lang").set_value("zh").run()
    assert "综合得分" in app.subheader[0].value
    assert app.query_params["lang"] == "zh"


def test_a_path_in_current_json_cannot_lead_out_of_the_folder(
    world: Path, tmp_path: Path, open_page: Open
) -> None:
    folder = published.publish(tmp_path / "inner")
    told = json.loads((folder / "current.json").read_text())
    told["files"]["internal"] = str(world / "published" / "v1-internal.duckdb") + "x"
    (folder / "current.json").write_text(json.dumps(told))
    assert "cannot be read" in words(open_page(tmp_path / "inner"))


def test_a_deployment_is_internal_only_if_it_says_so_or_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for value, expected in [
        ("public", Audience.PUBLIC),
        (" Public ", Audience.PUBLIC),
        ("", Audience.INTERNAL),
        ("internal", Audience.INTERNAL),
        # Misspelt: nothing internal is served by mistake.
        ("publik", Audience.PUBLIC),
    ]:
        monkeypatch.setenv("GOVSCORE_AUDIENCE", value)
        assert audience.of_deployment() == expected
