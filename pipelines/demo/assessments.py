"""What assessors found: six methods, by quarter, several assessors for each subject."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import numpy as np

from pipelines.demo import layout, planned
from pipelines.demo.layout import RawFile
from pipelines.demo.world import World
from pipelines.demo.writers import Cell, Output, write_workbook

EN: tuple[str, ...] = (
    "assessment_id", "method", "subject_id", "cycle", "assessor", "score",
    "assessed_at",
)  # fmt: skip
ZH = (
    "考核编号",
    "考核方式",
    "考核对象",
    "对象名称",
    "考核周期",
    "评分人",
    "得分",
    "评分日期",
)
STREAM = 2_000


@dataclass(frozen=True)
class Method:
    """A way of assessing: who does it, and how it usually turns out."""

    id: str
    name: str
    assessors: tuple[int, int]
    mean: float
    spread: float  # between subjects
    noise: float  # between assessors of one subject


METHODS = (
    Method("routine", "平时考核", (3, 5), 91, 2.6, 1.4),
    Method("supervision", "日常监督", (4, 8), 93, 3.0, 2.2),
    Method("democratic", "民主评议", (8, 12), 88, 3.2, 4.5),
    Method("expert", "专家评议", (5, 7), 84, 4.2, 3.0),
    Method("third_party", "第三方评估", (3, 6), 86, 4.0, 2.5),
    Method("media", "媒体监督", (3, 4), 89, 3.4, 3.5),
)
# The quarters that are over, and the day by which their assessments are in.
CYCLES = {
    "2025Q4": date(2026, 1, 16),
    "2026Q1": date(2026, 4, 17),
    "2026Q2": date(2026, 7, 17),
    "2026Q3": date(2026, 10, 16),
}
FILES = {
    "2025Q4": RawFile(layout.ASSESSMENTS, "assessments_2025Q4.csv", "zh", "gb18030"),
    "2026Q1": RawFile(
        layout.ASSESSMENTS, "assessments_2026Q1.xlsx", "zh", format="xlsx"
    ),
    "2026Q2": RawFile(layout.ASSESSMENTS, "assessments_2026Q2.csv"),
    "2026Q3": RawFile(layout.ASSESSMENTS, "assessments_2026Q3.csv", "zh", "utf-8-sig"),
}
ASSESSORS = 80
LENIENT_LEAST = 98.0
BAD = (
    ("score_out_of_range", "score", "105"),
    ("score_out_of_range", "score", "-3"),
    ("unknown_code", "method", "网络投票"),
    ("unknown_subject", "subject_id", "department:nobody"),
)


@dataclass(frozen=True)
class Assessment:
    """One score of one assessor."""

    assessment_id: str
    method: Method
    subject_id: str
    subject_name: str
    cycle: str
    assessor: str
    score: str
    assessed_on: date

    def cells(self, style: str) -> list[Cell]:
        """The row in a file of that style."""
        if style == "en":
            start: list[Cell] = [self.assessment_id, self.method.id, self.subject_id]
            end: list[Cell] = [self.assessor, self.score, f"{self.assessed_on}"]
            return [*start, self.cycle, *end]
        start = [self.assessment_id, self.method.name, self.subject_id]
        end = [self.assessor, self.score, f"{self.assessed_on:%Y/%m/%d}"]
        return [*start, self.subject_name, self.cycle, *end]


def write(
    world: World, inbox: Path, beside: Path
) -> tuple[dict[str, int], dict[str, int]]:
    """Write one file a quarter; returns rows by file and bad rows by kind."""
    rows: dict[str, int] = {}
    bad: dict[str, int] = {}
    of_cycle: dict[str, list[Assessment]] = {cycle: [] for cycle in CYCLES}
    for one in _assessments(world):
        of_cycle[one.cycle].append(one)
    for cycle, file in FILES.items():
        place = inbox / file.path
        if file.format == "xlsx":
            sheet = [
                [*a.cells("zh")[:6], float(a.score), a.assessed_on]
                for a in of_cycle[cycle]
            ]
            rows[file.path] = write_workbook(place, "考核", ZH, sheet)
            continue
        written = [a.cells(file.style) for a in of_cycle[cycle]]
        if file.style == "en":
            for number, (kind, column, value) in enumerate(BAD, start=1):
                row = list(written[number * 7])
                row[0], row[EN.index(column)] = f"KH-2026Q2-B{number}", value
                written.insert(number * 200, row)
                bad[kind] = bad.get(kind, 0) + 1
        with Output(file, place, beside) as out:
            out.start(ZH if file.style == "zh" else EN)
            out.text(written)
            rows[file.path] = out.rows
    return rows, bad


def _assessments(world: World) -> Iterator[Assessment]:
    rng = world.rng(STREAM)
    subjects = [
        (f"department:{d.id}", d.names["zh"])
        for d in world.departments
        if d.fields["ranked"] == "true"
    ]
    subjects += [(f"city:{c.id}", c.names["zh"]) for c in world.cities]
    severity = rng.normal(0, 1.6, ASSESSORS)
    quality = rng.normal(0, 1, len(subjects))
    for cycle, due in CYCLES.items():
        number = 0
        # A subject stays roughly as good as it was, and drifts a little.
        quality = quality + rng.normal(0, 0.25, len(subjects))
        for method in METHODS:
            taste = rng.normal(0, 0.5, len(subjects))
            for k, (subject_id, name) in enumerate(subjects):
                least, most = method.assessors
                panel = rng.choice(ASSESSORS, rng.integers(least, most + 1), False)
                true = method.mean + method.spread * (quality[k] + taste[k]) / 1.12
                for who in sorted(panel):
                    number += 1
                    assessor = f"PW-{who + 1:03d}"
                    raw = true + severity[who] + rng.normal(0, method.noise)
                    if assessor == planned.LENIENT_ASSESSOR:
                        raw = LENIENT_LEAST + 2 * rng.random()
                    yield Assessment(
                        f"KH-{cycle}-{number:05d}",
                        method,
                        subject_id,
                        name,
                        cycle,
                        assessor,
                        f"{np.clip(raw, 40, 100):.1f}".removesuffix(".0"),
                        due - timedelta(days=int(rng.integers(0, 12))),
                    )
