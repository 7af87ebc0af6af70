"""Assessments by method on a scorecard: score, assessors, spread, definition."""

import itertools
from pathlib import Path

import duckdb
import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from dashboard.accounts.principal import Role, Scope
from tests.dashboard import published
from tests.dashboard.conftest import Open, as_role, words

ZJJ = "department:zjj"


@pytest.fixture
def changed(tmp_path: Path, open_page: Open) -> "Changed":
    return Changed(tmp_path, open_page)


class Changed:
    """The invented world after some statements, opened on one scorecard."""

    def __init__(self, workspace: Path, open_page: Open) -> None:
        self.workspace, self.open_page = workspace, open_page
        self.versions = itertools.count(1)

    def __call__(self, *statements: str, lang: str = "en") -> AppTest:
        # A file that was opened is never written again.
        version = f"v{next(self.versions)}"
        folder = published.publish(self.workspace, version)
        with duckdb.connect(str(folder / f"{version}-internal.duckdb")) as con:
            for statement in statements:
                con.execute(statement)
        return self.open_page(self.workspace, "department", subject=ZJJ, lang=lang)


def table(app: AppTest) -> list[list[object]]:
    """The rows of the methods; missing cells are empty."""
    (found,) = [each.value for each in app.dataframe if "assessors" in each.value]
    return [[None if pd.isna(cell) else cell for cell in row] for row in found.values]


def test_every_method_has_its_score_its_assessors_and_its_spread(
    changed: Changed,
) -> None:
    app = changed(
        "UPDATE observation SET value = 83.25 "
        "WHERE indicator_id = 'assessment_expert' AND value IS NOT NULL",
        "UPDATE observation SET value = 91 "
        "WHERE indicator_id = 'assessment_routine' AND value IS NOT NULL",
    )
    assert table(app) == [
        ["Routine assessment", "91.0 points", "90.5", "", 1, 1, None],
        ["Expert review", "83.2 points", "85.0 ± 1.2", "0.42, doubtful", 3, 4, 6.25],
    ]
    assert "Assessors differ most in Expert review: by 6.2 points" in words(app)


def test_it_is_said_in_chinese_as_well(changed: Changed) -> None:
    app = changed(lang="zh")
    assert "评分分歧最大的是专家评议，标准差 6.2 分" in words(app)
    assert [row[0] for row in table(app)] == ["平时考核", "专家评议"]


def test_a_method_whose_assessors_do_not_agree_is_flagged_in_words(
    changed: Changed,
) -> None:
    said = words(changed())
    assert "Expert review: the assessors do not agree. Reliability 0.42" in said
    assert "Routine assessment: the assessors" not in said  # unknown is not doubtful
    assert "专家评议：评分人意见不一致，信度 0.42，慎用" in words(changed(lang="zh"))
    agreed = "UPDATE method_reliability SET reliability = 0.8, is_reliable = TRUE"
    assert "do not agree" not in words(changed(agreed))


def test_assessors_whom_nothing_connects_are_told(changed: Changed) -> None:
    app = changed(
        "UPDATE method_reliability SET components = 2, is_connected = FALSE",
        "UPDATE panel SET adjusted = NULL, adjusted_error = NULL",
    )
    assert "Expert review: some assessors share no subject" in words(app)
    assert [row[2] for row in table(app)] == ["", ""]


def test_where_nobody_differs_the_methods_are_counted(changed: Changed) -> None:
    app = changed("UPDATE panel SET spread = NULL")
    assert "Assessed by 2 methods" in words(app)


def test_a_method_without_judgements_says_so(changed: Changed) -> None:
    app = changed(
        "DELETE FROM panel WHERE subject_id = 'department:zjj' "
        "AND indicator_id = 'assessment_expert'",
        "UPDATE observation SET value = NULL, state = 'no_data' "
        "WHERE subject_id = 'department:zjj' AND indicator_id = 'assessment_expert'",
    )
    assert table(app)[1] == [
        "Expert review", "nothing to measure", "", "0.42, doubtful", None, None, None,
    ]  # fmt: skip


def test_a_workspace_without_assessments_has_no_such_table(changed: Changed) -> None:
    app = changed("DELETE FROM panel")
    assert not any("assessors" in each.value for each in app.dataframe)
    assert "methods." not in words(app)


def test_a_reader_limited_to_the_department_sees_its_assessors(
    tmp_path: Path, open_page: Open
) -> None:
    published.publish(tmp_path)
    reader = as_role(Role.LEADER, scope=Scope(departments=frozenset({"zjj"})))
    app = open_page(tmp_path, "department", principal=reader, subject=ZJJ)
    assert [row[4] for row in table(app)] == [1, 3]
