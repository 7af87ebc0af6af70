"""Boston's requests: the city's own flag of what was on time comes out again."""

from __future__ import annotations

import pytest

from tests.real.publishing import Workspace, with_real_files, workspace

AS_OF = ("--as-of", "2026-02-11")
# What the clock says: closed by the target; or open, and not past it.
FOUND = "coalesce(is_on_time, due_at IS NULL OR due_at >= DATE '2026-02-11')"
AGREES = f"({FOUND}) = (city_flag = 'on_time')"
COLUMNS = (
    "case_id,open_date,close_date,target_close_date,service_name,"
    "assigned_department,closure_reason,on_time,report_source,neighborhood"
)
# On time of all requests, as the city's flag has them.
FLAGGED = {
    "department:animal_care": (2158, 2591, 83.29),
    "department:public_works": (523, 1967, 26.59),
    "department:parks": (650, 890, 73.03),
    "department:transportation": (0, 6, 0.0),
    "department:unassigned": (8, 19, 42.11),
    "all": (3339, 5473, 61.01),
}


@pytest.fixture(scope="module")
def boston(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """Boston's requests, published as of the day the file was drawn."""
    files = {"cases": ("boston311/requests.csv",)}
    made = with_real_files("boston", tmp_path_factory.mktemp("boston") / "data", files)
    made.run(*AS_OF)
    return made


def test_every_request_is_loaded(boston: Workspace) -> None:
    loads = boston.published(
        "SELECT rows_read, rows_loaded, rows_rejected FROM load", "internal"
    )
    assert loads == [(5473, 5473, 0)]


def test_the_flag_of_every_closed_request_is_reproduced(boston: Workspace) -> None:
    # Six were closed without ever having had a target: the city calls them on time.
    assert boston.typed(
        f"SELECT count(*), count(*) FILTER (WHERE {AGREES}), "
        "count(*) FILTER (WHERE due_at IS NULL) "
        "FROM typed.cases WHERE closed_at IS NOT NULL"
    ) == [(4096, 4096, 6)]


def test_of_all_requests_one_is_flagged_otherwise(boston: Workspace) -> None:
    assert boston.typed(f"SELECT count(*) FROM typed.cases WHERE {AGREES}") == [(5472,)]
    # It is open and has no target, and the city calls it overdue.
    assert boston.typed(
        f"SELECT case_id, city_flag, due_at, closed_at FROM typed.cases "
        f"WHERE NOT ({AGREES})"
    ) == [("BCS-00139900", "overdue", None, None)]


def test_the_shares_of_the_departments_are_published(boston: Workspace) -> None:
    shares = boston.published(
        "SELECT subject_id, numerator, denominator, round(100 * value, 2) "
        "FROM observation WHERE indicator_id = 'city_flag_on_time_rate' "
        "AND period_kind = 'rolling12' AND period = DATE '2025-03-01' "
        "AND (subject_id = 'all' OR subject_id LIKE 'department:%')",
        # Six requests are too few for the public file's other figures.
        "internal",
    )
    assert {subject: tuple(rest) for subject, *rest in shares} == FLAGGED


def test_worked_out_from_the_stamps_only_one_request_more_is_on_time(
    boston: Workspace,
) -> None:
    counted = boston.published(
        "SELECT subject_id, numerator, denominator FROM observation "
        "WHERE indicator_id = 'city_rule_on_time_rate' "
        "AND period_kind = 'rolling12' "
        "AND (subject_id = 'all' OR subject_id LIKE 'department:%')",
        "internal",
    )
    expected = {subject: (k, n) for subject, (k, n, _) in FLAGGED.items()}
    expected["department:parks"] = (651, 890)
    expected["all"] = (3340, 5473)
    assert {subject: (k, n) for subject, k, n in counted} == expected


def test_a_stamp_that_ends_in_00_is_the_clock_of_boston(boston: Workspace) -> None:
    # Its text says 12:53:16.862873+00; as a time in Greenwich it would be 07:53.
    assert boston.typed(
        "SELECT accepted_at::VARCHAR FROM typed.cases WHERE case_id = 'BCS-00139900'"
    ) == [("2026-01-13 12:53:16.862873",)]


@pytest.mark.parametrize("audience", ["public", "internal"])
def test_three_departments_have_a_ranked_scorecard(
    boston: Workspace, audience: str
) -> None:
    cards = boston.published(
        "SELECT subject_id, rank, peers, coverage, band FROM scorecard "
        "WHERE period_kind = 'quarter' AND period = DATE '2025-10-01' "
        "AND rank IS NOT NULL AND subject_id LIKE 'department:%' ORDER BY rank",
        audience,
    )
    assert cards == [
        ("department:animal_care", 1, 3, 1.0, "good"),
        ("department:parks", 2, 3, 1.0, "fair"),
        ("department:public_works", 3, 3, 1.0, "poor"),
    ]


def test_a_neighborhood_with_few_requests_is_scored_and_not_ranked(
    boston: Workspace,
) -> None:
    # Chinatown closed 15 in the quarter, of 24 opened; it would be first of 22.
    assert boston.published(
        "SELECT round(score, 1), n, rank, state FROM scorecard "
        "WHERE subject_id = 'city:chinatown' AND period_kind = 'quarter' "
        "AND period = DATE '2025-10-01'"
    ) == [(72.7, 15, None, "ok")]


def test_without_a_score_no_range_is_given_for_it(boston: Workspace) -> None:
    assert boston.published(
        "SELECT score, low, high, round(coverage, 2), state FROM scorecard "
        "WHERE subject_id = 'department:unassigned' AND period_kind = 'quarter' "
        "AND period = DATE '2025-10-01'",
        "internal",
        # A pillar with 0.54 of its weight is under the 0.7 it takes: it does not count.
    ) == [(None, None, None, 0.0, "insufficient")]


def test_full_coverage_is_exactly_one(boston: Workspace) -> None:
    assert boston.published("SELECT count(*) FROM scorecard WHERE coverage > 1") == [
        (0,)
    ]
    assert boston.published(
        "SELECT DISTINCT coverage FROM scorecard WHERE coverage > 0.99"
    ) == [(1.0,)]


@pytest.fixture(scope="module")
def five(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """Five invented requests of the city's shape, one of every kind."""
    made = workspace("boston", tmp_path_factory.mktemp("five") / "data")
    light, public_works = "Street Light Outage", "Public Works Department (PWD)"
    rows = [
        # Closed in the second before its target, of which the fraction is left out.
        f"A,2026-01-05 08:00:00.5+00,2026-01-07 08:00:00+00,2026-01-07 08:00:00.5+00,"
        f"{light},{public_works},Resolved,ONTIME,Call,Dorchester",
        # Closed a thousandth of a second late.
        f"B,2026-01-05 08:00:00+00,2026-01-07 08:00:00.001+00,2026-01-07 08:00:00+00,"
        f"{light},{public_works},Resolved,OVERDUE,BOS311,Dorchester",
        # Open, and due on the day of the figures: not yet late.
        f"C,2026-02-09 08:00:00+00,,2026-02-11 00:00:00+00,"
        f"{light},{public_works},,ONTIME,Call,Dorchester",
        # Open, and its target was the evening before.
        f"D,2026-02-09 08:00:00+00,,2026-02-10 23:59:59.999999+00,"
        f"{light},{public_works},,OVERDUE,Call,",
        # Closed without a target, and nobody was charged with it.
        "E,2026-01-05 23:30:00+00,2026-01-06 00:30:00+00,,,,Noted,ONTIME,Call,Roxbury",
    ]
    made.put("cases", "requests.csv", "\r\n".join([COLUMNS, *rows, ""]))
    made.run(*AS_OF)
    return made


def test_a_deadline_is_kept_to_the_fraction_of_a_second(five: Workspace) -> None:
    assert five.typed(
        f"SELECT case_id, is_on_time, {FOUND} FROM typed.cases ORDER BY case_id"
    ) == [
        ("A", True, True),
        ("B", False, False),
        ("C", None, True),
        ("D", None, False),
        ("E", None, True),
    ]


def test_days_are_those_of_the_city_and_not_of_greenwich(five: Workspace) -> None:
    assert five.typed(
        "SELECT accepted_on::VARCHAR, closed_on::VARCHAR, elapsed_days "
        "FROM typed.cases WHERE case_id = 'E'"
    ) == [("2026-01-05", "2026-01-06", 1)]


def test_a_blank_department_is_a_unit_that_is_never_ranked(five: Workspace) -> None:
    assert five.typed(
        "SELECT case_id, department_id, item_id, city_id FROM typed.cases "
        "WHERE department_id = 'unassigned' OR city_id = 'not_recorded' "
        "ORDER BY case_id"
    ) == [
        ("D", "public_works", "street_light_outage", "not_recorded"),
        ("E", "unassigned", "not_recorded", "roxbury"),
    ]
    assert five.published(
        "SELECT subject_id FROM subject WHERE NOT ranked AND kind <> 'all' ORDER BY ALL"
    ) == [("city:not_recorded",), ("department:unassigned",)]
