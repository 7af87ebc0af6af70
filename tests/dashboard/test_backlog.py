"""The backlog on a scorecard: what is open now and at the end of each month, by age."""

from pathlib import Path

import duckdb
import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from dashboard.charts.backlog import backlog
from tests.dashboard import published
from tests.dashboard.conftest import Open, words
from tests.dashboard.plotly_figures import by_plotly

ZJJ = "department:zjj"


def test_the_title_says_what_is_open_and_how_old(world: Path, open_page: Open) -> None:
    said = words(open_page(world, "department", subject=ZJJ))
    assert (
        "30 cases open, 5 of them overdue; half have waited up to 6 days, nine in ten "
        "up to 44 days" in said
    )
    assert "By working days since acceptance" in said


def test_it_is_said_in_chinese_as_well(world: Path, open_page: Open) -> None:
    said = words(open_page(world, "department", subject=ZJJ, lang="zh"))
    assert (
        "现有在办 30 件，其中 5 件超期；半数已历时不超过 6 天，九成不超过 44 天" in said
    )


def test_the_table_has_a_line_a_month_and_a_column_a_class(
    world: Path, open_page: Open
) -> None:
    app = open_page(world, "department", subject=ZJJ)
    (switch,) = [each for each in app.segmented_control if each.key == "view_backlog"]
    app = switch.set_value("table").run()
    (table,) = [each.value for each in app.dataframe if "p90" in each.value]
    assert [str(each) for each in table.columns] == [
        *("day", "open", "overdue", "median", "p90"),
        *("0–5 days", "6–20 days", "over 20 days"),
    ]
    assert table.iloc[0, 1:].tolist() == [30, 5, 6, 44, 10, 10, 10]
    assert table.iloc[1, 1:3].tolist() == [40, 10]


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("UPDATE backlog SET open_count = 0, overdue_count = 0", "No case is open now"),
        ("DELETE FROM calendar", "By days since acceptance"),
    ],
)
def test_nothing_open_and_no_calendar_are_told(
    tmp_path: Path, open_page: Open, statement: str, said: str
) -> None:
    assert said in words(changed(tmp_path, open_page, statement))


def test_where_nobody_counts_open_cases_there_is_no_backlog(
    tmp_path: Path, open_page: Open
) -> None:
    assert "half have waited" not in words(
        changed(tmp_path, open_page, "DELETE FROM backlog")
    )


def test_a_value_that_is_not_reached_says_what_it_is_more_than(
    tmp_path: Path, open_page: Open
) -> None:
    app = changed(
        tmp_path,
        open_page,
        "UPDATE observation SET state = 'not_reached', value = NULL, more_than = 45 "
        "WHERE indicator_id = 'median_days'",
    )
    (table,) = [each.value for each in app.dataframe if "interval" in each.value]
    row = table[table["name"] == "Median days"].iloc[0]
    assert row["value"] == "more than 45 days"


def changed(workspace: Path, open_page: Open, statement: str) -> AppTest:
    """The invented world after a statement, opened on one scorecard."""
    folder = published.publish(workspace)
    with duckdb.connect(str(folder / "v1-internal.duckdb")) as con:
        con.execute(statement)
    return open_page(workspace, "department", subject=ZJJ)


def test_old_cases_stand_on_young_ones_and_names_are_text() -> None:
    frame = pd.DataFrame(
        {
            "label": ["2026-09", "2026-09"],
            "age_class": [1, 2],
            "class_name": ["0–5", "<b>older</b>"],
            "open_count": [7, 3],
            "hover": ["a", "b"],
        }
    )
    young, old = by_plotly(backlog(frame)).data
    assert (young.y, old.y) == ((7,), (3,))
    assert "<b>" not in old.name
