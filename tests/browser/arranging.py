"""What an administrator does in the browser, step by step, in Chinese."""

from collections.abc import Sequence

from tests.browser.hands import fill, pick, press, tick, unfold
from tests.browser.reader import Reader


def open_cycle(
    reader: Reader, length: str, cycle: str, kind: str, subjects: Sequence[str] = ()
) -> Reader:
    """Open a cycle of 2026 about all subjects of a kind, or those named."""
    reader.go("cycles").press("开启周期")
    if length != "季度":
        reader.press(length)
    fill(reader, {"年份": 2026})
    pick(reader, "开启哪些", [cycle])
    if kind != "部门":
        # The kind that is proposed is put away.
        reader.page.get_by_role("button", name="部门", exact=True).click()
        reader.page.get_by_role("button", name=kind, exact=True).click()
        reader.settle()
    if subjects:
        reader.press("选择部分")
        pick(reader, "选择对象", subjects)
    return press(reader, "开启 1 个周期")


def register_team(reader: Reader, team_id: str, name: str, unit: str) -> Reader:
    """Put a leadership team into the register."""
    reader.go("cycles").press("班子和干部")
    unfold(reader, "登记一个班子")
    reader.page.get_by_role("combobox", name="领导的单位").fill(unit)
    reader.page.get_by_role("option", name=unit, exact=True).click()
    fill(reader, {"编号": team_id, "中文名称": name, "英文名称": "Leadership"})
    return press(reader, "登记")


def assign(reader: Reader, kind: str, evaluator: str, subject: str) -> Reader:
    """Ask one evaluator for one subject, by the method that is chosen."""
    reader.page.get_by_role("combobox", name="评分人").click()
    reader.page.get_by_role("option", name=evaluator).click()
    pick(reader, f"考核对象（{kind}）", [subject])
    return press(reader, "分配")


def publish(reader: Reader, cycle: str, reason: str = "") -> Reader:
    """Publish the results of a cycle; the reason is for what is left out."""
    reader.go("results")
    if cycle not in chosen_cycle(reader):
        reader.choose("考核周期", cycle)
    if reason:
        fill(reader, {"不计入的理由": reason})
    tick(reader, "我已核对")
    return press(reader, "公示结果")


def chosen_cycle(reader: Reader) -> str:
    box = reader.page.get_by_role("combobox", name="考核周期")
    return str(box.input_value() or box.get_attribute("aria-label"))
