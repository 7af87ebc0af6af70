"""Cases and their pauses as the rows of a raw file: headers, codes, shapes of dates."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from pipelines.demo import text
from pipelines.demo.cases import LAST_DAY, NO_RESULT, OPEN, Cases
from pipelines.demo.layout import RawFile
from pipelines.demo.period import DAY_SECONDS
from pipelines.demo.spelling import Spelling

Numbers = NDArray[Any]

EN: tuple[str, ...] = (
    "case_id", "item_id", "department_id", "city_id", "channel", "accepted_at",
    "promised_days", "legal_days", "day_unit", "closed_at", "result", "visits",
)  # fmt: skip
ZH: tuple[str, ...] = (
    "办件编号", "基本编码", "受理单位名称", "行政区划", "申报来源", "受理时间",
    "承诺时限", "法定时限", "时限单位", "办结时间", "办理结果", "跑动次数",
)  # fmt: skip
ZH_PERSON = ("申请人", "证件号码", "联系电话")
CHANNELS = {"en": ("1", "2", "3", "9"), "zh": ("窗口", "电脑端", "移动端", "自助终端")}
UNITS = {"en": ("working", "natural"), "zh": ("工作日", "自然日")}
RESULTS = {
    "en": ("", "approved", "refused", "withdrawn"),
    "zh": ("", "准予", "不予", "撤回"),
}
KINDS = {"en": ("suspend", "extend"), "zh": ("2", "1")}
BASES = ("听证", "招标", "拍卖", "检验", "检测", "检疫", "鉴定", "专家评审", "公示")
EXTENSION_BASIS = "经本机关负责人批准延长"
FULL_WIDTH_ONE_IN = 40
_TO_FULL = str.maketrans("0123456789", "０１２３４５６７８９")


def case_header(file: RawFile) -> list[str]:
    """The header row of a file of cases."""
    if file.style == "zh":
        return [*ZH, *ZH_PERSON]
    return [*EN, "paused_days"] if file.paused_days else [*EN]


def case_rows(file: RawFile, spelling: Spelling, cases: Cases) -> pa.Table:
    """The cases as the file writes them, one column for each of its headers."""
    world, style, row = spelling.world, file.style, cases.serial
    moment = _moment(file)
    columns = [
        text.prefixed("HLJ", cases.number(world)),
        text.coded(world.items.id, cases.item),
        spelling.department(file, cases.organ, row),
        spelling.city(file, cases.organ, row),
        text.coded(CHANNELS[style], cases.channel),
        moment(cases.accepted, None),
        _promised(file, cases, row),
        pa.array(cases.legal),
        text.coded(UNITS[style], world.items.is_natural[cases.item]),
        moment(cases.closed, cases.closed == OPEN),
        text.coded(RESULTS[style], cases.result, cases.result == NO_RESULT),
        pa.array(cases.visits),
    ]
    if style == "zh":
        columns += [
            text.coded(world.names, cases.person),
            text.coded(world.identities, cases.person),
            text.coded(world.telephones, cases.person),
        ]
    if file.paused_days:
        columns.append(pa.array(cases.paused))
    return pa.table(columns, case_header(file))


def pause_header(file: RawFile) -> list[str]:
    """The header row of a file of special procedures."""
    if file.style == "zh":
        names = ["办件编号", "特别程序种类代码", "开始时间", "结束时间", "延长天数"]
        return [*names, "启动依据"]
    return ["case_id", "kind", "started_on", "ended_on", "extra_days", "basis"]


def pause_rows(
    file: RawFile, spelling: Spelling, cases: Cases, with_suspensions: bool
) -> pa.Table:
    """Suspensions and extensions of the cases, suspensions first."""
    suspended = np.flatnonzero((cases.paused > 0) & with_suspensions)
    # A case is extended on the last day of its promise, if that day has come.
    accepted = (cases.accepted // DAY_SECONDS).astype(np.int32)
    promised_on = spelling.world.days.after(accepted, np.maximum(cases.promised, 1))
    extended = np.flatnonzero((cases.extra > 0) & (promised_on <= LAST_DAY))
    which = np.concatenate([suspended, extended])
    who = cases.select(which)
    is_extension = np.repeat([False, True], [len(suspended), len(extended)])
    started = np.where(is_extension, promised_on[which], who.pause_start)
    basis = np.where(is_extension, len(BASES), who.serial % len(BASES))
    day = _day(file)
    columns = [
        text.prefixed("HLJ", who.number(spelling.world)),
        text.coded(KINDS[file.style], is_extension),
        day(started, None),
        day(who.pause_end, is_extension),
        pa.array(who.extra, mask=~is_extension),
        text.coded([*BASES, EXTENSION_BASIS], basis),
    ]
    return pa.table(columns, pause_header(file))


def _promised(file: RawFile, cases: Cases, row: Numbers) -> pa.Array:
    if not file.full_width:
        return pa.array(cases.promised)
    plain = [str(days) for days in range(400)]
    wide = [number.translate(_TO_FULL) for number in plain]
    is_wide = row % FULL_WIDTH_ONE_IN == 0
    return text.coded(plain + wide, cases.promised + is_wide * len(plain))


def _moment(file: RawFile) -> Callable[[Numbers, Any], pa.Array]:
    if file.style == "zh":
        return text.slashed
    if file.format == "jsonl":
        return text.zoned
    return text.fractional if file.fractions else text.timestamps


def _day(file: RawFile) -> Callable[[Numbers, Any], pa.Array]:
    def iso(days: Numbers, none: Any) -> pa.Array:
        return pa.array(days, pa.int32(), mask=none).cast(pa.date32())

    def basic(days: Numbers, none: Any) -> pa.Array:
        written = np.datetime_as_string(days.astype("datetime64[D]"))
        return pa.array([d.replace("-", "") for d in written], mask=none)

    return basic if file.style == "zh" else iso
