"""Which parts of a scorecard a workspace has: overdue cases, law, reasons."""

import itertools
from pathlib import Path

import duckdb
import pytest
from streamlit.testing.v1 import AppTest

from tests.dashboard import published
from tests.dashboard.conftest import Open, words

ZJJ = "department:zjj"


@pytest.fixture
def changed(tmp_path: Path, open_page: Open) -> "Changed":
    return Changed(tmp_path, open_page)


class Changed:
    """The invented world after some statements, opened on one scorecard."""

    def __init__(self, workspace: Path, open_page: Open) -> None:
        self.workspace, self.open_page = workspace, open_page
        self.versions = itertools.count(1)

    def __call__(self, *statements: str) -> AppTest:
        # A file that was opened is never written again.
        version = f"v{next(self.versions)}"
        folder = published.publish(self.workspace, version)
        with duckdb.connect(str(folder / f"{version}-internal.duckdb")) as con:
            for statement in statements:
                con.execute(statement)
        return self.open_page(self.workspace, "department", subject=ZJJ)


def test_days_are_working_days_only_where_a_calendar_counts_them(
    changed: Changed,
) -> None:
    table = changed("UPDATE overdue_case SET day_unit = NULL").dataframe[-1].value
    assert set(table["limits"]) == {"20 / 30 days"}
    table = changed("UPDATE overdue_case SET day_unit = 'natural'").dataframe[-1].value
    assert set(table["limits"]) == {"20 / 30 calendar days"}


def test_without_any_legal_limit_nothing_is_said_of_the_law(changed: Changed) -> None:
    app = changed(
        "UPDATE overdue_case SET legal_due_on = NULL, legal_days = NULL, "
        "is_legal_breach = FALSE"
    )
    table = app.dataframe[-1].value
    assert not {"legal", "breach"} & set(table.columns)
    assert set(table["limits"]) == {"20 working days"}
    assert "5 cases open and overdue" in words(app)
    assert "legal limit" not in words(app)


def test_without_any_promise_there_is_no_column_for_it(changed: Changed) -> None:
    app = changed(
        "UPDATE overdue_case SET legal_due_on = NULL, legal_days = NULL, "
        "promised_days = NULL"
    )
    assert "limits" not in app.dataframe[-1].value.columns


def test_without_cases_nothing_is_said_of_overdue_ones(changed: Changed) -> None:
    gone = (
        "DELETE FROM overdue_case",
        "DELETE FROM backlog",
        "DELETE FROM source WHERE source = 'cases'",
        "DELETE FROM indicator WHERE indicator_id = 'open_overdue'",
    )
    assert "overdue" not in words(changed(*gone)).lower()


def test_with_cases_and_none_overdue_that_is_said(changed: Changed) -> None:
    assert "No case is open and overdue" in words(changed("DELETE FROM overdue_case"))


def test_reasons_are_asked_for_only_where_there_are_tags(changed: Changed) -> None:
    assert "Reasons for bad ratings" in words(changed("DELETE FROM tag_count"))
    assert "Reasons for bad ratings" not in words(
        changed("DELETE FROM tag_count", "DELETE FROM tag")
    )
