"""Kansas City's survey: shares without don't-knows, wave by wave."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.real.publishing import REAL, Workspace, with_real_files, workspace

SURVEY = "kcmo_survey"
TABLES = f"{SURVEY}/official_2018_19_tables.csv"
FILES = {
    "answers": (f"{SURVEY}/answers_2021_09.csv", f"{SURVEY}/answers_2022_03.csv"),
    "official_tables": (TABLES,),
    "official_importance": (f"{SURVEY}/official_2018_19_importance_satisfaction.csv",),
}
FIRST, SECOND = "2021-09-01", "2022-03-01"
LEVELS = (5, 4, 3, 2, 1)


@pytest.fixture(scope="module")
def survey(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """Both waves and the official tables, published."""
    place = tmp_path_factory.mktemp("kansas_city") / "data"
    made = with_real_files("kansas_city", place, FILES)
    made.run()
    return made


def _percent(survey: Workspace, service: str, month: str) -> float:
    ((value,),) = survey.published(
        "SELECT round(100 * value, 1) FROM observation "
        "WHERE indicator_id = 'satisfied_rate' AND period_kind = 'month' "
        f"AND subject_id = 'department:{service}' AND period = DATE '{month}'"
    )
    return float(value)


@pytest.mark.parametrize(
    ("service", "first", "second"),
    [
        ("service_311", 56.0, 61.1),
        ("police", 47.4, 47.9),
        ("streets", 13.5, 18.7),
    ],
)
def test_the_satisfied_share_of_each_wave_is_the_citys(
    survey: Workspace, service: str, first: float, second: float
) -> None:
    assert _percent(survey, service, FIRST) == first
    assert _percent(survey, service, SECOND) == second


def test_who_does_not_know_is_counted_and_has_no_level(survey: Workspace) -> None:
    # Of 1,033 people 149 could not judge the 311 service; 495 of 884 were satisfied.
    assert survey.published(
        "SELECT indicator_id, numerator, denominator FROM observation "
        "WHERE indicator_id IN ('satisfied_rate', 'dont_know_rate') "
        f"AND period_kind = 'month' AND period = DATE '{FIRST}' "
        "AND subject_id = 'department:service_311' ORDER BY indicator_id"
    ) == [("dont_know_rate", 149, 1033), ("satisfied_rate", 495, 884)]


def test_every_answer_of_both_waves_is_loaded(survey: Workspace) -> None:
    # 1,033 and 984 people, 38 questions each.
    assert survey.published(
        "SELECT file, rows_read, rows_loaded FROM load "
        "WHERE source = 'answers' ORDER BY file",
        "internal",
    ) == [
        ("answers_2021_09.csv", 1033 * 38, 1033 * 38),
        ("answers_2022_03.csv", 984 * 38, 984 * 38),
    ]


def test_official_shares_follow_once_dont_knows_are_left_out(survey: Workspace) -> None:
    # A tenth of a point is what rounding the printed percentages can make.
    within = " + ".join(
        f"count(*) FILTER (WHERE abs(l{level}_known - l{level}_ex) < 0.1001)"
        for level in LEVELS
    )
    assert survey.typed(
        f"SELECT count(*), {within} FROM typed.official_tables WHERE standing = 0"
    ) == [(96, 480)]


def test_importance_times_what_lacks_is_the_official_rating(survey: Workspace) -> None:
    assert survey.typed(
        "SELECT count(*), count(*) FILTER (WHERE round(priority, 4) = rating) "
        "FROM typed.official_importance WHERE standing = 0"
    ) == [(75, 75)]


def test_an_official_table_that_contradicts_itself_is_refused(tmp_path: Path) -> None:
    if not (REAL / TABLES).is_file():
        pytest.skip(f"the official tables are not here: {REAL / TABLES}")
    header, first, *rest = (REAL / TABLES).read_text("utf-8").splitlines()
    # Half a point more in the last column, "very dissatisfied without don't-knows".
    *cells, last = first.split(",")
    changed = ",".join([*cells, f"{float(last) + 0.5:.1f}"])
    made = workspace("kansas_city", tmp_path / "data")
    made.put(
        "official_tables",
        "official_2018_19_tables.csv",
        "\n".join([header, changed, *rest, ""]),
    )
    told = made.run(expect=1)
    assert told["status"] == "refused"
    assert "official_2018_19_tables.csv row 2" in told["refusals"][0]


def test_services_are_ranked_by_satisfaction(survey: Workspace) -> None:
    placed = survey.published(
        "SELECT subject_id, rank, peers FROM satisfaction_ranking "
        "WHERE kind = 'department' AND period_kind = 'quarter' "
        "AND period = DATE '2022-01-01' ORDER BY rank"
    )
    assert placed[0] == ("department:fire", 1, 15)
    assert placed[-1] == ("department:streets", 15, 15)


def test_a_service_without_detailed_questions_is_scored_on_the_rest(
    survey: Workspace,
) -> None:
    coverage = dict(
        survey.published(
            "SELECT subject_id, coverage FROM scorecard WHERE score IS NOT NULL "
            "AND period_kind = 'quarter' AND period = DATE '2022-01-01'"
        )
    )
    assert coverage["department:streets"] == 1.0
    assert coverage["department:police"] == 0.75
    # 15 services, 6 council districts and the whole city.
    assert len(coverage) == 22


HEADER = "id,method,q1_01,q3_01,q3_02,q3_16,q12_07,counci,quarte"


@pytest.fixture
def invented(tmp_path: Path) -> Workspace:
    """A survey of invented people, in the city's shape."""
    return workspace("kansas_city", tmp_path / "data")


def test_a_wide_file_becomes_one_row_an_answer(invented: Workspace) -> None:
    rows = ["7,Web,5,4,9,1,2,3,3QMAR2022", "8,Mail,5,1,5,1,9,6,3QMAR2022"]
    invented.put("answers", "answers_x.csv", "\n".join([HEADER, *rows, ""]))
    invented.run()
    # Neither the city as a place to live nor the question without a printed wording.
    assert invented.typed(
        "SELECT row, item_id, department_id, city_id, level, answered_on::VARCHAR "
        "FROM typed.answers ORDER BY row, item_id::VARCHAR"
    ) == [
        (2, "q12_07", "neighborhoods", "district_3", 2, "2022-03-31"),
        (2, "q3_01", "police", "district_3", 4, "2022-03-31"),
        (2, "q3_02", "fire", "district_3", None, "2022-03-31"),
        (3, "q12_07", "neighborhoods", "district_6", None, "2022-03-31"),
        (3, "q3_01", "police", "district_6", 1, "2022-03-31"),
        (3, "q3_02", "fire", "district_6", 5, "2022-03-31"),
    ]


def test_an_answer_that_is_no_level_is_rejected_alone(invented: Workspace) -> None:
    rows = [f"{n},Web,5,4,4,1,2,3,3QMAR2022" for n in range(30)]
    rows[27] = "27,Web,5,4,6,1,2,3,3QMAR2022"
    invented.put("answers", "answers_x.csv", "\n".join([HEADER, *rows, ""]))
    told = invented.run()
    counts = {source["source"]: source for source in told["sources"]}["answers"]
    assert (counts["rows_read"], counts["rows_loaded"]) == (90, 89)
    assert invented.published(
        "SELECT row, column_name, value, reason_code FROM reject", "internal"
    ) == [(29, "q3_02", "6", "out_of_range")]


def test_a_wave_nobody_declared_is_refused(invented: Workspace) -> None:
    row = "7,Web,5,4,9,1,2,3,2QDEC2021"
    invented.put("answers", "answers_x.csv", "\n".join([HEADER, row, ""]))
    told = invented.run(expect=1)
    assert "answered_on '2QDEC2021'" in told["refusals"][0]
