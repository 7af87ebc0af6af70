"""A handful of rows of every kind that validation must refuse, counted by kind."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import numpy as np

from pipelines.demo import layout, period
from pipelines.demo.case_rows import EN, pause_rows
from pipelines.demo.layout import RawFile
from pipelines.demo.planting import Planting, case_file
from pipelines.demo.rating_rows import INTERFACE, STANDARD, rating_rows
from pipelines.demo.writers import Cell, cells

Row = list[Cell]
Spoil = Callable[[Row, RawFile], None]

NO_DEPARTMENT, NO_CITY, NO_ITEM = "星际事务局", "999900", "239999999999"
NO_RESULT, NO_CHANNEL, NO_KIND = "已归档", "8", "9"
NOT_A_NUMBER, NOT_A_COUNT = "五天", "一次"
IMPOSSIBLE_DAY = "2026-02-30"
WORSE_THAN_WORST = ("7", "0")
TOO_FEW, TOO_MANY = 9, 14

# Files that get bad cases, in turn: by month, and one by day.
CASE_DAYS = (
    *(date(2025, month, 12) for month in (10, 11, 12)),
    *(date(2026, month, 20) for month in (1, 4, 5, 7, 8, 9)),
    date(2026, 10, 20),
)


def plant_bad_cases(planting: Planting) -> None:
    """Cases that cannot be typed, or contradict themselves."""
    at = {name: EN.index(name) for name in EN}

    def put(column: str, value: str) -> Spoil:
        return lambda row, file: row.__setitem__(at[column], value)

    def pad(row: Row, file: RawFile) -> None:
        row[at["city_id"]] = NO_CITY.ljust(file.division, "0")

    def impossible(row: Row, file: RawFile) -> None:
        day = IMPOSSIBLE_DAY.replace("-", "/") if file.style == "zh" else IMPOSSIBLE_DAY
        row[at["accepted_at"]] = f"{day} 10:15:00"

    def turned_round(row: Row, file: RawFile) -> None:
        accepted, closed = at["accepted_at"], at["closed_at"]
        row[accepted], row[closed] = row[closed], row[accepted]

    def beyond_law(row: Row, file: RawFile) -> None:
        row[at["promised_days"]] = str(int(row[at["legal_days"]] or 0) + 5)

    kinds: dict[str, tuple[int, Spoil]] = {
        "unknown_department": (4, put("department_id", NO_DEPARTMENT)),
        "unknown_city": (3, pad),
        "unknown_item": (4, put("item_id", NO_ITEM)),
        "bad_date": (3, impossible),
        "closed_before_accepted": (5, turned_round),
        "missing_key": (2, put("case_id", "")),
        "bad_number": (3, put("promised_days", NOT_A_NUMBER)),
        "promise_over_law": (4, beyond_law),
        "unknown_code": (3, put("result", NO_RESULT)),
    }
    turn = 0
    for kind, (usual, spoil) in kinds.items():
        for _ in range(planting.few(usual)):
            day = CASE_DAYS[turn % len(CASE_DAYS)]
            turn += 1
            file = case_file(day)
            plant = planting.plain_cases([day] * 40).select(np.arange(1))
            (row,) = planting.put_cases(plant, file)
            spoil(row, file)
            planting.bad[layout.CASES][kind] += 1
    _ragged(planting)


def _ragged(planting: Planting) -> None:
    file = layout.daily_cases(layout.RAGGED)
    for width in (TOO_FEW, TOO_MANY):
        for _ in range(planting.few(2)):
            plant = planting.cases([layout.RAGGED])
            (row,) = planting.put_cases(plant, file)
            row[:] = [*row, "", "备注"][:width]
            planting.bad[layout.CASES]["ragged"] += 1


def plant_bad_pauses(planting: Planting) -> None:
    """Suspensions that end before they start, and a kind nobody declared."""
    file = layout.pauses(date(2026, 7, 1))
    drawn = planting.cases([date(2026, 7, 8)] * 4_000)
    paused = drawn.select(np.flatnonzero(drawn.paused > 1))
    rows = cells(file, pause_rows(file, planting.spelling, paused, True))
    few = planting.few(2)
    for row in rows[:few]:
        row[2], row[3] = row[3], row[2]
    for row in rows[few : 2 * few]:
        row[1] = NO_KIND
    planting.rows[file.path] += rows[: 2 * few]
    planting.bad[layout.PAUSES]["ended_before_started"] += few
    planting.bad[layout.PAUSES]["unknown_code"] += few


def plant_bad_ratings(planting: Planting) -> None:
    """Ratings that cannot be typed, in both feeds."""
    columns: dict[str, tuple[str, str]] = {
        "level_out_of_range": ("satisfaction", "满意度代码"),
        "unknown_department": ("proDepart", "受理单位名称"),
        "unknown_city": ("areaCode", "行政区划"),
        "bad_date": ("assessTime", "评价时间"),
        "missing_key": ("projectNo", "办件编号"),
        "bad_number": ("serviceNumber", "评价次数"),
        "unknown_code": ("pf", "评价渠道"),
    }
    months = (date(2025, 12, 1), date(2026, 4, 1), date(2026, 9, 1))
    turn = 0
    for kind, names in columns.items():
        for k in range(planting.few(4 if kind == "level_out_of_range" else 2)):
            by_standard = k % 3 == 2
            month = months[turn % len(months)]
            turn += 1
            file = (
                layout.standard_ratings(month) if by_standard else layout.ratings(month)
            )
            row = _rating(planting, file, month)
            header = STANDARD if by_standard else INTERFACE
            column = header.index(names[int(by_standard)])
            row[column] = _spoilt(kind, file, k)
            planting.rows[file.path].append(row)
            planting.bad[layout.RATINGS][kind] += 1


def _rating(planting: Planting, file: RawFile, month: date) -> Row:
    """A rating of that month for the file, its case belonging to nobody else."""
    day = month.replace(day=3)
    while planting.world.days.rest(np.array(period.number(day))):
        day = day.replace(day=day.day + 1)
    _, rated = planting.rated(planting.plain_cases([day] * 300))
    until = period.number(month.replace(day=28)) * period.DAY_SECONDS
    one = rated.select(np.flatnonzero(rated.rated < until)[:1])
    table = rating_rows(file, planting.spelling, planting.tags, one)
    return cells(file, table)[0]


def _spoilt(kind: str, file: RawFile, k: int) -> Cell:
    if kind == "bad_date":
        if file.style == "standard":
            return f"{IMPOSSIBLE_DAY.replace('-', '')}T101500"
        return f"{IMPOSSIBLE_DAY} 10:15:00"
    return {
        "level_out_of_range": WORSE_THAN_WORST[k % 2],
        "unknown_department": NO_DEPARTMENT,
        "unknown_city": NO_CITY.ljust(file.division, "0"),
        "missing_key": None,
        "bad_number": NOT_A_COUNT,
        "unknown_code": NO_CHANNEL,
    }[kind]
