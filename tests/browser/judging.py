"""What evaluators and reviewers do in the browser, step by step, in Chinese."""

from collections.abc import Mapping

from tests.browser.faults import faults
from tests.browser.hands import (
    answered,
    bring,
    choose,
    click,
    fill,
    leave,
    open_box,
    press,
    tick,
    unfold,
)
from tests.browser.reader import Reader

FAIR = "本人与考核对象没有可能影响公正的利害关系"


def begin(reader: Reader, subject: str) -> Reader:
    """Open the form of the subject that is next, and declare to be fair."""
    click(reader, f"填写下一份：{subject}")
    tick(reader, FAIR)
    return press(reader, "开始填写")


def step_aside(reader: Reader, subject: str, reason: str) -> Reader:
    """Recuse oneself in place of declaring to be fair."""
    click(reader, f"填写下一份：{subject}")
    unfold(reader, "申请回避")
    fill(reader, {"回避理由": reason})
    return press(reader, "确认回避")


def score(reader: Reader, scores: Mapping[str, float]) -> None:
    """Score items by their names."""
    fill(reader, {f"{item} 得分": value for item, value in scores.items()})


def comment(reader: Reader, item_id: str, words: str) -> None:
    """Say why, beside the score."""
    item = reader.page.locator(f".st-key-item_{item_id}")
    fill(reader, {"说明": words}, item)


def prove(reader: Reader, item_id: str, name: str) -> None:
    """Bring the evidence that an item asks for."""
    item = reader.page.locator(f".st-key-item_{item_id}")
    click(reader, "佐证材料（必传）", item)
    bring(reader, open_box(reader), name, f"{item_id}：现场查阅记录。")
    leave(reader)


def deduct(reader: Reader, rule: str, why: str, name: str) -> None:
    """Take points off for one event, with its evidence."""
    choose(reader, "扣分规则", rule)
    fill(reader, {"事实和依据": why})
    press(reader, "增加")
    click(reader, "佐证材料（必传）")
    bring(reader, open_box(reader), name, why)
    leave(reader)


def submit(reader: Reader) -> Reader:
    """Hand it in, having read what the question says."""
    click(reader, "提交")
    return press(reader, "确认提交")


def missing(reader: Reader) -> list[str]:
    """What a form says when it is handed in too early; then back to the form."""
    press(reader, "提交")
    said = reader.page.get_by_role("dialog").get_by_role("listitem").all_inner_texts()
    leave(reader)
    return said


def send_back(reader: Reader, score_of_it: str, reason: str) -> Reader:
    """A reviewer returns the judgement with this score."""
    one = reader.page.locator("[class*='st-key-submission_']")
    click(reader, "退回", one.filter(has_text=score_of_it))
    fill(reader, {"退回理由": reason}, open_box(reader))
    return press(reader, "确认退回")


def approve(reader: Reader, n: int) -> Reader:
    """A reviewer approves all that waits in the panel."""
    click(reader, f"通过 {n} 份")
    return press(reader, "确认通过")


def sound(reader: Reader, picture: str = "") -> Reader:
    """Nothing is wrong with what stands there now."""
    answered(reader)
    if picture:
        reader.take_long_picture(picture)
    found = faults(reader)
    assert not found, "\n".join(found)
    return reader
