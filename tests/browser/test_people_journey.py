"""A leadership team, assessed in a browser: named roles see it, no file has it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browser import arranging
from tests.browser.conftest import MeetReader
from tests.browser.hands import cells, press
from tests.browser.judging import approve, begin, prove, score, sound, submit
from tests.browser.staff import Staff, at_work, everything_in

TEAM, CYCLE = "公安局领导班子", "2026 年上半年"
# Weights 0.20, 0.20, 0.15, 0.30 and 0.15: 85 + 0.30 x 5 = 86.5.
SCORES = {
    "德：政治品德和职业操守": 85,
    "能：履职能力": 85,
    "勤：工作态度": 85,
    "绩：工作实绩": 90,
    "廉：廉洁自律": 85,
}
# Who may see a team's result, written by hand: of leaders those at home in its unit.
SEES = {"qian": True, "zheng": True, "wu": True, "feng": False}
OPENS_NO_RESULTS = ["li", "he"]


@pytest.fixture(scope="module")
def staff(demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Staff]:
    with at_work(demo, tmp_path_factory.mktemp("people")) as staff:
        yield staff


def test_a_leadership_team_is_assessed_and_seen_by_its_named_roles_only(
    staff: Staff, meet: MeetReader
) -> None:
    administrator = staff.sits_down(meet, "zheng")
    arranging.register_team(administrator, "gaj_team", TEAM, "公安局")
    assert TEAM in sound(administrator, "people-register").words()
    arranging.open_cycle(administrator, "半年", CYCLE, "领导班子")
    administrator.press("分配评分人")
    arranging.assign(administrator, "领导班子", "王磊", TEAM)
    sound(administrator)

    evaluator = staff.sits_down(meet, "wang").go("assess")
    begin(evaluator, TEAM)
    score(evaluator, SCORES)
    prove(evaluator, "results", "实绩清单.txt")
    assert "86.50" in cells(sound(submit(evaluator)))
    reviewer = staff.sits_down(meet, "qian").go("review")
    approve(press(reviewer, f"复核下一个：{TEAM}"), 1)
    arranging.publish(administrator, CYCLE)
    sound(administrator)

    staff.run()
    for name, sees in SEES.items():
        reader = staff.sits_down(meet, name).go("results")
        words = sound(reader).words()
        assert ("86.50" in words) == sees, name
        assert (TEAM in words or TEAM in cells(reader)) == sees, name
    for name in OPENS_NO_RESULTS:
        reader = staff.sits_down(meet, name).go("results")
        assert "86.50" not in reader.words() and TEAM not in reader.words(), name
    for audience in ("internal", "public"):
        everything = everything_in(staff.published(audience))
        assert "公安局" in everything
        assert [w for w in (TEAM, "gaj_team", "team:") if w in everything] == []
