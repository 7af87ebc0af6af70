"""The data quality page: freshness, gaps, the account of rows, and rejects."""

import csv
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import streamlit as st

from dashboard import store
from dashboard.audience import Audience
from tests.dashboard import questions
from tests.dashboard.conftest import Open, words
from tests.dashboard.questions import named

Ask = Callable[..., pd.DataFrame]

FORMULA = '=HYPERLINK("http://evil","click")'


def load(source: str, file: str, rows: tuple[int, ...], **more: Any) -> dict[str, Any]:
    counts = ("read", "loaded", "rejected", "duplicate", "superseded")
    told = {f"rows_{name}": n for name, n in zip(counts, rows, strict=True)}
    return {"source": source, "file": file, "notes": [], **told, **more}


TABLES = {
    "source": [
        {"source": "cases", "name": named("Cases"), "reject_limit": 0.02},
        {"source": "ratings", "name": named("Ratings"), "reject_limit": 0.02},
        # Declared, and nothing ever came.
        {"source": "statistics", "name": named("Statistics"), "reject_limit": 0.02},
    ],
    "load": [
        # Corrected by the next one, so its last day does not count.
        load("cases", "a.csv", (10, 0, 0, 0, 10), superseded_by="b.csv",
             last_day="2026-10-30"),
        load("cases", "b.csv", (100, 95, 3, 2, 0), last_day="2026-10-21"),
        # 50 read and 49 told of: one row is lost.
        load("ratings", "c.csv", (50, 49, 0, 0, 0), last_day="2026-10-31"),
    ],
    "reject": [
        {"source": "cases", "file": "b.csv", "row": 9, "column_name": "accepted_at",
         "value": FORMULA, "reason_code": "not_a_date", "reason": "Not a date."},
        {"source": "cases", "file": "b.csv", "row": 4, "column_name": "city_id",
         "value": "Atlantis", "reason_code": "unknown_city", "reason": "No city."},
        {"source": "cases", "file": "b.csv", "row": 7, "column_name": "city_id",
         "value": None, "reason_code": "unknown_city", "reason": "No city."},
        # A check that this workspace declared itself.
        {"source": "cases", "file": "b.csv", "row": 8, "column_name": "",
         "value": "", "reason_code": "own_check", "reason": "The moon was full."},
    ],
    "arrival": [
        {"source": "cases", "month": "2026-07-01", "rows": 10},
        {"source": "cases", "month": "2026-08-01", "rows": 20},
        {"source": "cases", "month": "2026-09-01", "rows": 30},
        # August is missing.
        {"source": "ratings", "month": "2026-06-01", "rows": 5},
        {"source": "ratings", "month": "2026-07-01", "rows": 5},
        {"source": "ratings", "month": "2026-09-01", "rows": 5},
        # Quarterly: the months between are no gaps, the third quarter is.
        {"source": "statistics", "month": "2025-10-01", "rows": 1},
        {"source": "statistics", "month": "2026-01-01", "rows": 1},
        {"source": "statistics", "month": "2026-04-01", "rows": 1},
        {"source": "statistics", "month": "2026-10-01", "rows": 1},
    ],
}  # fmt: skip


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    questions.publish(tmp_path, TABLES)
    return tmp_path


@pytest.fixture
def ask(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> Ask:
    monkeypatch.setenv("GOVSCORE_DATA", str(workspace))

    def asked(question: str, **params: Any) -> pd.DataFrame:
        return store.fetch_for(Audience.INTERNAL, question, **params)

    return asked


def test_a_source_is_as_fresh_as_its_last_day_that_still_counts(ask: Ask) -> None:
    rows = ask("quality_sources", language="en").set_index("source")
    # As of 2026-10-31: ten days behind, though the corrected file reached further.
    assert f"{rows.last_day['cases']:%Y-%m-%d}" == "2026-10-21"
    assert rows.days_behind["cases"] == 10
    assert rows.days_behind["ratings"] == 0
    assert pd.isna(rows.last_day["statistics"])
    # 3 of 110 rows of cases.
    assert rows.rejected_share["cases"] == pytest.approx(3 / 110)
    assert rows.file_count.to_dict() == {"cases": 2, "ratings": 1, "statistics": 0}


def test_a_month_that_a_source_was_due_in_and_skipped_is_a_gap(ask: Ask) -> None:
    rows = ask("quality_arrivals", language="en")
    gaps = rows[rows.is_gap]
    assert list(zip(gaps.source, gaps.month.dt.month, strict=True)) == [
        ("ratings", 8),
        ("statistics", 7),
    ]
    # Cases had not begun in June, and have not come yet for October: no gaps.
    june = rows[(rows.source == "cases") & (rows.month.dt.month == 6)]
    assert (int(june.row_count.iloc[0]), bool(june.is_gap.iloc[0])) == (0, False)


def test_files_whose_rows_do_not_add_up_are_counted(ask: Ask) -> None:
    rows = ask("quality_loads", source="", at_most=1, language="en")
    # One listed, three in all, of which c.csv lost a row.
    assert len(rows) == 1
    assert rows.file_count.iloc[0] == 3
    assert rows.unbalanced_count.iloc[0] == 1


def test_reasons_come_most_frequent_first(ask: Ask) -> None:
    rows = ask("quality_reject_reasons", source="", language="en")
    assert list(rows.reason_code) == ["unknown_city", "not_a_date", "own_check"]
    assert list(rows.reject_count) == [2, 1, 1]


def test_rejects_come_in_the_order_of_their_rows_and_can_be_narrowed(ask: Ask) -> None:
    every = ask("quality_rejects", source="", reason_code="", at_most=9)
    assert list(every.row) == [4, 7, 8, 9]
    some = ask("quality_rejects", source="cases", reason_code="unknown_city", at_most=1)
    assert list(some.row) == [4]
    assert ask("quality_rejects", source="ratings", reason_code="", at_most=9).empty


def test_the_page_says_what_never_came_and_what_does_not_add_up(
    workspace: Path, open_page: Open
) -> None:
    app = open_page(workspace, "quality")
    said = words(app)
    assert "Never received: Statistics" in said
    assert "The rows of 1 file do not add up" in said
    assert "2 months missing, the first Ratings, 2026-08" in said


def test_a_reason_that_the_workspace_declared_is_shown_in_its_own_words(
    workspace: Path, open_page: Open
) -> None:
    app = open_page(workspace, "quality")
    reasons = list(app.table[1].value["Reason"])
    assert reasons == ["No such city", "Not a date in a known format",
                       "The moon was full"]  # fmt: skip
    first = app.table[2].value
    # What stood there, and under it why it was refused.
    assert list(first["Value, and why it was refused"])[1] == ("empty  \nNo such city")
    assert "whole row" in list(first["Where"])[2]


def test_the_download_of_rejects_runs_nothing_in_a_spreadsheet(
    workspace: Path, open_page: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    offered: list[Callable[[], bytes]] = []

    def button(_label: str, data: Callable[[], bytes], **_how: Any) -> bool:
        offered.append(data)
        return False

    monkeypatch.setattr(st, "download_button", button)
    open_page(workspace, "quality")
    file = offered[0]().decode("utf-8-sig")
    header, *rows = csv.reader(io.StringIO(file))
    assert header[0] == "Source"
    assert len(rows) == 4
    assert rows[3][header.index("Value")] == f"'{FORMULA}"


def test_without_a_source_or_a_load_there_are_sentences(
    tmp_path: Path, empty_world: Path, open_page: Open
) -> None:
    questions.publish(tmp_path, {})
    assert "No source is declared" in words(open_page(tmp_path, "quality"))
    said = words(open_page(empty_world, "quality"))
    assert "Nothing has been loaded yet" in said
    assert "Nothing was rejected" in said


def test_a_hostile_value_reaches_no_markdown_unescaped(
    world: Path, open_page: Open
) -> None:
    app = open_page(world, "quality")
    shown = words(app) + "".join(
        "".join(table.value.astype(str).to_numpy().ravel()) for table in app.table
    )
    assert r"\*\*x\*\*" in shown
    assert "**x**" not in shown
    assert "<b>y" not in shown


def test_the_public_deployment_refuses_the_page(world: Path, open_page: Open) -> None:
    app = open_page(world, audience="public")
    assert "Data quality" not in words(app)
    with pytest.raises(ValueError, match="quality"):
        app.switch_page("pages/quality.py")
