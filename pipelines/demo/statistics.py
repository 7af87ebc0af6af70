"""Official figures with the document they come from, by quarter."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pipelines.declarations.reference import Entry
from pipelines.demo import layout
from pipelines.demo.layout import RawFile
from pipelines.demo.world import World
from pipelines.demo.writers import Cell, Output

EN: tuple[str, ...] = (
    "statistic_id", "subject_id", "period", "numerator", "denominator", "value",
    "document",
)  # fmt: skip
ZH = ("指标编号", "对象", "周期", "分子", "分母", "数值", "文件")
STREAM = 3_000
PERIODS = {
    "2025-10-01": RawFile(
        layout.STATISTICS, "statistics_2025Q4.csv", encoding="gb18030"
    ),
    "2026-01-01": RawFile(layout.STATISTICS, "statistics_2026Q1.csv"),
    "2026-04-01": RawFile(layout.STATISTICS, "statistics_2026Q2.tsv", delimiter="\t"),
    "2026-07-01": RawFile(layout.STATISTICS, "statistics_2026Q3.csv", "zh"),
}
# Of 130 counties 118 had an online service centre at the end of 2016.
CENTRES = (118, 130)
CENTRES_DOCUMENT = (
    "黑龙江省“互联网+政务服务”建设情况（截至2016年底，130个县（市、区）中118个）"
)
ONLINE_DOCUMENT = "全程网办事项清单（季度通报）"
CUT_DOCUMENT = "减材料减环节台账（季度通报）"
BAD_NUMBER = "约118"


def write(
    world: World, inbox: Path, beside: Path
) -> tuple[dict[str, int], dict[str, int]]:
    """Write one file a quarter; returns rows by file and bad rows by kind."""
    rows: dict[str, int] = {}
    bad: dict[str, int] = {}
    for quarter, (period, file) in enumerate(PERIODS.items()):
        written = [*_rows(world, quarter, period)]
        if file.style == "zh":
            spoilt: list[Cell] = [*written[0]]
            spoilt[1], spoilt[3] = f"city:{world.cities[0].id}", BAD_NUMBER
            written.insert(5, spoilt)
            bad["bad_number"] = 1
        with Output(file, inbox / file.path, beside) as out:
            out.start(ZH if file.style == "zh" else EN)
            out.text(written)
            rows[file.path] = out.rows
    return rows, bad


def _rows(world: World, quarter: int, period: str) -> Iterator[list[Cell]]:
    rng = world.rng(STREAM)
    done, of = CENTRES
    yield _row("online_centre_coverage", "all", period, done, of, CENTRES_DOCUMENT)
    for city in world.cities:
        # Each city's list holds most of the items; a rising share is wholly online.
        items = int(len(world.all_items) * rng.uniform(2.1, 3.4))
        start, gain = rng.uniform(0.55, 0.78), rng.uniform(0.01, 0.035)
        online = int(items * min(0.98, start + gain * quarter))
        subject = f"city:{city.id}"
        yield _row("full_online_items", subject, period, online, items, ONLINE_DOCUMENT)
    for statistic, column in (("materials_cut", "materials"), ("steps_cut", "steps")):
        for department in world.departments:
            before, after = _before_and_after(world, department, column)
            # The cuts of the catalogue were made step by step over the quarters.
            made = round((before - after) * rng.uniform(0.7, 0.85) ** (3 - quarter))
            subject = f"department:{department.id}"
            yield _row(statistic, subject, period, made, before, CUT_DOCUMENT)


def _before_and_after(world: World, department: Entry, column: str) -> tuple[int, int]:
    own = [i for i in world.all_items if i.fields["department_id"] == department.id]
    before = sum(int(item.fields[f"{column}_before"]) for item in own)
    return before, sum(int(item.fields[column]) for item in own)


def _row(
    statistic: str, subject: str, period: str, part: int, whole: int, document: str
) -> list[Cell]:
    return [statistic, subject, period, f"{part:,}", f"{whole:,}", None, document]
