"""Before the first publication, at the next one, and the very first reader."""

import json
from pathlib import Path

from tests.browser.conftest import MeetReader
from tests.browser.test_leader import MENU
from tests.dashboard import published
from tests.serving import served

NOTHING = {"zh": "还没有发布", "en": "Nothing has been published yet"}
UNREADABLE = {"zh": "无法读取", "en": "cannot be read"}
RANKING = {"zh": "群众满意度排行", "en": "Satisfaction ranking"}


def test_nothing_yet_then_the_first_publication_then_the_next_without_a_restart(
    tmp_path: Path, meet: MeetReader
) -> None:
    with served(tmp_path, tmp_path / "server.log", role="leader") as server:
        readers = [meet(server, language).go() for language in ("zh", "en")]
        for reader in readers:
            assert NOTHING[reader.language] in reader.words()
            assert reader.page.get_by_test_id("stException").count() == 0
            reader.take_picture("journey-nothing-published")

        folder = published.publish(tmp_path)
        for reader in readers:
            reader.page.reload()
            reader.settle()
            assert len(reader.tiles()) == 5
            reader.turn_to(MENU[reader.language][-2])
            assert "v1" in reader.words()

        published.publish(tmp_path, "v2")
        for reader in readers:
            reader.page.reload()
            reader.settle()
            assert "v2" in reader.words()

        told = json.loads((folder / "current.json").read_text())
        (folder / told["files"]["internal"]).unlink()
        (folder / "current.json").write_text("{")
        for reader in readers:
            reader.page.reload()
            reader.settle()
            assert UNREADABLE[reader.language] in reader.words()
            reader.take_picture("journey-unreadable")


def test_the_very_first_request_may_be_a_link_into_the_middle(
    tmp_path: Path, meet: MeetReader
) -> None:
    # Streamlit knows the pages only after the first run of a script.
    published.publish(tmp_path)
    with served(tmp_path, tmp_path / "server.log", role="leader") as server:
        reader = meet(server, "zh").go("ranking", kind="city")
        assert reader.headline() == RANKING["zh"]
        assert "2026-10-31" in reader.words().split("\n\n")[0]
        menu = [text.split("\n")[-1] for text in reader.menu().all_inner_texts()]
        assert menu == MENU["zh"]
