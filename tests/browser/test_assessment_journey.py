"""From an open cycle to the scorecard, by everybody whose turn it is, in a browser."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from tests.browser import arranging
from tests.browser.conftest import MeetReader
from tests.browser.hands import bring, cells, choose, fill, press
from tests.browser.judging import (
    approve,
    begin,
    comment,
    deduct,
    missing,
    prove,
    score,
    send_back,
    sound,
    step_aside,
    submit,
)
from tests.browser.reader import PHONE, Reader
from tests.browser.staff import PEOPLE, POLICE, Staff, at_work, everything_in
from tests.serving import served

# Of the expert rubric, with the weights 0.15, 0.15, 0.15, 0.25, 0.20 and 0.10.
ITEMS = ["思想认识", "平台建设", "信息公开", "公共服务", "回应关切", "基础设施"]
TO_PROVE = ["openness", "services", "response"]
WHY = "掌上办理多次中断，群众需再次到窗口"
GROUNDS = "公共服务一项未计入九月上线的掌上办理系统"
# Nothing of this may be in a file for the public.
PRIVATE = [WHY, GROUNDS, "查阅记录", "account:", *(each[0] for each in PEOPLE.values())]


@pytest.fixture(scope="module")
def staff(demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Staff]:
    with at_work(demo, tmp_path_factory.mktemp("journey")) as staff:
        yield staff


def test_from_an_open_cycle_to_an_amended_figure_on_the_scorecard(
    staff: Staff, meet: MeetReader, tmp_path: Path
) -> None:
    administrator = staff.sits_down(meet, "zheng", by_form=True)
    _opens_and_assigns(administrator)
    _scores_on_a_telephone(staff.sits_down(meet, "wang", PHONE))
    _steps_aside(staff.sits_down(meet, "zhou"))
    successor = staff.sits_down(meet, "li")
    _takes_over(successor)
    reviewer = staff.sits_down(meet, "qian")
    _sends_one_back(reviewer)
    _corrects(successor)
    _approves_the_rest(reviewer)
    arranging.publish(administrator, "2026 年三季度", "机构职责调整，本期不评")
    assert "公示中" in sound(administrator, "journey-publicity").words()

    leader = staff.sits_down(meet, "wu", PHONE, by_form=True)
    _appeals(leader)
    proposer, confirmer = (staff.sits_down(meet, name) for name in ("sun", "chen"))
    _proposes(proposer)
    press(confirmer.go("results"), "确认")
    sound(confirmer)
    leader.go("results")
    # 0.7 x 86.5 + 0.3 x 98, and what the board wrote; nobody's name.
    assert "89.95" in leader.words()
    assert "系统九月已上线，原评未计入" in leader.words()
    assert not [name for name in ("孙丽", "陈晨", "王磊") if name in leader.words()]

    staff.run()
    _reads_the_scorecard(leader)
    _reads_the_scorecard(staff.sits_down(meet, "wu"))
    _the_public_sees_what_it_may(staff, meet, tmp_path)


def _opens_and_assigns(reader: Reader) -> None:
    subjects = ["公安局", "人力资源和社会保障局"]
    arranging.open_cycle(reader, "季度", "2026 年三季度", "部门", subjects)
    assert "已开启：2026 年三季度" in sound(reader, "journey-opened").words()
    reader.press("分配评分人")
    arranging.assign(reader, "部门", "王磊", "公安局")
    arranging.assign(reader, "部门", "周强", "公安局")
    arranging.assign(reader, "部门", "李娜", "人力资源和社会保障局")
    reader.choose("考核方式", "日常监督 · 部门")
    arranging.assign(reader, "部门", "王磊", "公安局")
    sound(reader, "journey-assigned")


def _scores_on_a_telephone(reader: Reader) -> None:
    """82 for all but 58 for services: 0.75 x 82 + 0.25 x 58 = 76."""
    begin(reader.go("assess"), "公安局")
    score(reader, dict.fromkeys(ITEMS, 82) | {"公共服务": 58})
    sound(reader, "journey-form")
    assert missing(reader) == [
        "公共服务：低于 60 分或高于 95 分，请说明理由。",
        "信息公开：请上传佐证材料。",
        "公共服务：请上传佐证材料。",
        "回应关切：请上传佐证材料。",
    ]
    comment(reader, "services", WHY)
    for item in TO_PROVE:
        prove(reader, item, f"查阅记录-{item}.txt")
    assert "76.00" in cells(sound(submit(reader), "journey-submitted"))

    choose(reader.go("assess"), "考核方式", "日常监督 · 2026 年三季度")
    begin(reader, "公安局")
    deduct(
        reader,
        "红牌：超过法定时限（扣 2 分）",
        "八月一件许可超过法定时限两日办结",
        "督查通报.txt",
    )
    assert "98.00" in sound(reader, "journey-deduction").words()
    sound(submit(reader))


def _steps_aside(reader: Reader) -> None:
    step_aside(reader.go("assess"), "公安局", "本人曾在该局任职，离任不满三年")
    assert "目前没有分配给您的考核" in sound(reader).words()


def _takes_over(reader: Reader) -> None:
    """90 for all but 96 for openness: 90 + 0.15 x 6 = 90.9."""
    begin(reader.go("assess"), "公安局")
    score(reader, dict.fromkeys(ITEMS, 90) | {"信息公开": 96})
    comment(reader, "openness", "应公开的全部公开")
    for item in TO_PROVE:
        prove(reader, item, f"走访记录-{item}.txt")
    assert "90.90" in reader.words()
    submit(reader)


def _sends_one_back(reader: Reader) -> None:
    press(reader.go("review"), "复核下一个：公安局")
    # Mean of 76 and 90.9; who gave which is not told before it is decided.
    words = sound(reader, "journey-panel").words()
    assert "83.45" in words
    assert "王磊" not in words and "李娜" not in words
    send_back(reader, "90.90", "信息公开打 96 分依据不足")


def _corrects(reader: Reader) -> None:
    press(reader.go("assess"), "填写下一份：公安局")
    assert "信息公开打 96 分依据不足" in reader.words()
    score(reader, {"信息公开": 90})
    comment(reader, "openness", "按公开目录逐项核对，改为 90 分")
    sound(submit(reader))


def _approves_the_rest(reader: Reader) -> None:
    approve(press(reader.go("review"), "复核下一个：公安局"), 2)
    choose(reader.go("review"), "考核方式", "日常监督（部门） · 2026 年三季度")
    approve(press(reader, "复核下一个：公安局"), 1)
    # Now that nothing of hers is to decide any more.
    assert "王磊" in sound(reader).words()


def _appeals(reader: Reader) -> None:
    """Total 0.7 x 83 + 0.3 x 98 = 87.5; experts 76 and 90 are 14 / sqrt(2) apart."""
    words = sound(reader.go("results"), "journey-result").words()
    assert [each for each in ("87.50", "83.00", "9.90") if each not in words] == []
    choose(reader, "对哪种考核方式的得分申诉", "专家评议（83.00 分）")
    fill(reader, {"申诉理由": GROUNDS})
    form = reader.page.get_by_test_id("stForm")
    bring(reader, form, "上线报告.txt", "系统九月一日上线。")
    press(reader, "提出申诉")
    assert "处理中" in sound(reader, "journey-appealed").words()


def _proposes(reader: Reader) -> None:
    """Services from 58 to 86: 76 + 0.25 x 28 = 83."""
    reader.go("results").press("更正")
    sound(reader, "journey-amending")
    fill(reader, {"公共服务（原评 58.00）": 86, "理由": "系统九月已上线，原评未计入"})
    press(reader, "提出意见")
    assert "76.00 → 83.00" in sound(reader, "journey-proposed").words()
    assert reader.page.get_by_role("button", name="确认").count() == 0


def _reads_the_scorecard(reader: Reader) -> None:
    """It counts where the cycle ends; the demo has no assessments in that month."""
    reader.go("department", subject=POLICE, period="month:2026-09-01")
    words = sound(reader, "journey-scorecard").words()
    # Experts 83 and 90: 7 / sqrt(2) = 4.95 apart.
    assert "评分分歧最大的是专家评议，标准差 4.9 分" in words
    if reader.size == PHONE:
        # The columns after the score lie beside the screen.
        return
    # Score, the same of average assessors, reliability; assessors, judgements, spread.
    row = r"专家评议\|86\.5 分\|[^|]*\|[^|]*\|2\|2\|4\.9"
    assert re.search(row, "|".join(cells(reader)))


def _the_public_sees_what_it_may(staff: Staff, meet: MeetReader, folder: Path) -> None:
    shutil.copytree(staff.workspace / "published", folder / "published")
    with served(folder, folder / "server.log", "public") as server:
        curious, reader = meet(server, "zh"), meet(server, "zh")
        for page in ("results", "assess", "review", "cycles", "department"):
            assert curious.go(page).headline() == "没有这个页面"
        words = sound(reader.go("method", indicator="assessment_expert")).words()
        assert "专家评议" in words
    file = staff.published("public")
    with duckdb.connect(str(file), read_only=True) as con:
        figure = con.execute(
            "SELECT value FROM observation WHERE indicator_id = 'assessment_expert' "
            "AND subject_id = ? AND period_kind = 'month' AND period = '2026-09-01'",
            [POLICE],
        ).fetchall()
        assert figure == [(86.5,)]
        assert con.execute("FROM panel").fetchall() == []
    everything = everything_in(file)
    assert "专家评议" in everything
    assert [words for words in PRIVATE if words in everything] == []
