"""The published turnaround example: 400 cases of three units, as of 31 March 2025."""

import csv
from pathlib import Path

import duckdb
import pytest

from tests.pipelines.measure.cases_world import World

VECTORS = Path(__file__).resolve().parents[2] / "vectors"
UNITS = {"A": "gaj", "B": "rsj", "C": "mzj"}


def vector(name: str) -> list[dict[str, str]]:
    with (VECTORS / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_due_date_cohort_of_the_published_example(world: World) -> None:
    cases = vector("turnaround_cases.csv")
    world.give(
        "cases",
        "case_id, department, accepted, promised, closed\n"
        + "\n".join(
            f"{c['case_id']}, {UNITS[c['unit']]}, {c['start']}, {c['promised_wd']}, "
            f"{c['closed']}"
            for c in cases
        ),
        "2025.csv",
    )
    figures = world.figures("2025-03-31")
    for expected in vector("turnaround_ontime_expected.csv"):
        subject = f"department:{UNITS[expected['unit']]}" if expected["unit"] else "all"
        row = figures.observed("on_time_rate", subject, "2025-01-01", "year")
        assert row["value"] == pytest.approx(
            float(expected["due_cohort_rate"]), abs=1e-9
        )
        overdue = figures.observed("open_overdue", subject, "2025-01-01", "year")
        assert overdue["value"] == int(expected["overdue_open"])
    with duckdb.connect(str(world.at.warehouse), read_only=True) as con:
        due = dict(
            con.execute("SELECT case_id, due_on::VARCHAR FROM typed.cases").fetchall()
        )
    assert due == {case["case_id"]: case["due"] for case in cases}
