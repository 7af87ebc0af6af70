"""Breaks on pages: marked in charts, listed below, and no arrow across one."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pytest

from dashboard.charts.break_marks import Mark
from dashboard.charts.trend import trend
from tests.dashboard import published, world
from tests.dashboard.conftest import Open, words

QUARTER = "quarter:2026-07-01"
BROKEN = "counted otherwise: not comparable"
Break = tuple[str, str, str | None, str | None, str, str | None, dict[str, str] | None]


def declared(day: str, subject: str | None, indicator: str | None) -> Break:
    text = {"zh": "口径调整", "en": f"New rule {world.HOSTILE}"}
    return (day, "declared", subject, indicator, "all", None, text)


def marked(folder: Path, marks: Iterable[Break]) -> Path:
    """The invented world with these marks."""
    published.publish(folder)
    for file in (folder / "published").glob("*.duckdb"):
        with duckdb.connect(str(file)) as con:
            for day, cause, *rest in marks:
                con.execute(
                    "INSERT INTO break_mark VALUES (?, 'definition', ?, ?, ?, ?, ?, ?)",
                    [day, cause, *rest],
                )
    return folder


@pytest.mark.parametrize(
    ("day", "subject", "indicator", "tiles"),
    [
        ("2026-07-01", None, None, 5),
        ("2026-07-01", "all", "on_time_rate", 2),  # the tile, and the score it is in
        ("2026-07-01", None, "median_days", 0),  # neither a tile nor in the score
        ("2026-07-01", "department:zjj", None, 0),  # somebody else
        ("2026-09-30", None, None, 5),  # on the last day
        ("2026-10-01", None, None, 0),  # of the next quarter
        ("2026-04-02", None, None, 5),  # within the quarter before: half of it
        ("2026-04-01", None, None, 0),  # both quarters are the new
    ],
)
def test_a_change_across_a_break_is_not_shown(
    tmp_path: Path,
    open_page: Open,
    day: str,
    subject: str | None,
    indicator: str | None,
    tiles: int,
) -> None:
    folder = marked(tmp_path / "w", [declared(day, subject, indicator)])
    app = open_page(folder, period=QUARTER)
    assert words(app).count(BROKEN) == tiles


def test_a_scheme_breaks_scores_and_a_formula_nothing_that_is_shown(
    tmp_path: Path, open_page: Open
) -> None:
    scheme: Break = ("2026-07-01", "scheme", None, None, "scores", None, None)
    app = open_page(marked(tmp_path / "a", [scheme]), period=QUARTER)
    assert words(app).count(BROKEN) == 1
    formula: Break = (
        *("2026-07-01", "formula", None, "on_time_rate", "editions", "2026Q2-1", None),
    )
    app = open_page(marked(tmp_path / "b", [formula]), period=QUARTER)
    assert words(app).count(BROKEN) == 0


def test_the_list_below_a_chart_names_every_break(
    tmp_path: Path, open_page: Open
) -> None:
    marks = [
        declared("2026-03-01", None, None),
        ("2026-07-01", "scheme", None, None, "scores", None, None),
        ("2026-05-01", "founded", "department:zjj", None, "all", None, None),
        ("2026-06-01", "abolished", "department:gaj", None, "all", None, None),
    ]
    app = open_page(
        marked(tmp_path / "w", marks), "department", subject="department:zjj"
    )
    (told,) = (line for line in words(app).splitlines() if line.startswith("Breaks:"))
    assert "1. 2026-03-01 New rule" in told
    assert "2. 2026-05-01 Housing and Construction begins" in told
    assert "3. 2026-07-01 another scheme" in told
    assert "Public Security" not in told
    assert "<b>" not in told


def test_how_far_a_score_went_is_told_since_the_last_break(
    tmp_path: Path, open_page: Open
) -> None:
    assert "since October 2025" in words(open_page(marked(tmp_path / "w", [])))
    marks = [declared("2026-03-01", None, None), declared("2026-05-01", None, None)]
    app = open_page(marked(tmp_path / "v", marks))
    assert "since May 2026" in words(app)
    assert "since October 2025" not in words(app)


@pytest.mark.parametrize("subject", ["organ:230100/zjj", "city:230100"])
def test_a_break_of_a_city_is_one_of_its_organs(
    tmp_path: Path, open_page: Open, subject: str
) -> None:
    folder = marked(tmp_path / "w", [declared("2026-07-01", "city:230100", None)])
    page = "city" if subject.startswith("city") else "department"
    app = open_page(folder, page, subject=subject, period=QUARTER)
    assert BROKEN in words(app)
    other = open_page(folder, "city", subject="city:230200", period=QUARTER)
    assert BROKEN not in words(other)


def drawn(*marks: Mark) -> list[dict[str, Any]]:
    """The rows of marks that a chart of three months draws."""
    days = pd.to_datetime(["2026-06-01", "2026-07-01", "2026-08-01"])
    frame = pd.DataFrame(
        {
            "series": "a",
            "name": "A",
            "period": days,
            "label": ["6", "7", "8"],
            "value": [1.0, 2.0, 3.0],
            "is_main": True,
            "is_provisional": False,
            "hover": "x",
        }
    )
    spec = trend(frame, colours={}, marks=marks)
    return [
        row
        for layer in spec["layer"]
        for row in layer.get("data", {}).get("values", [])
        if "words" in row
    ]


def test_a_chart_draws_the_marks_within_its_periods() -> None:
    rows = drawn(Mark("2026-07-01", "1", "new"), Mark("2026-05-01", "2", "old"))
    assert {(row["day"], row["number"], row["words"]) for row in rows} == {
        ("2026-07-01", "1", "2026-07-01 new")
    }
    assert drawn() == []
