"""The method page on those who judge, and on cases that are still open."""

from pathlib import Path

from tests.dashboard import questions
from tests.dashboard.conftest import Open, words
from tests.dashboard.questions import named


def test_assessors_are_explained_with_the_limit_of_the_workspace(
    tmp_path: Path, open_page: Open
) -> None:
    assessed = {"indicator_id": "a", "source": "assessments", "kind": "mean"}
    limit = {"name": "reliable_from", "value": 0.62}
    questions.publish(
        tmp_path,
        {"indicator": [{**assessed, "unit": "points"}], "limit_value": [limit]},
    )
    said = words(open_page(tmp_path, "method"))
    assert "Some assessors are strict" in said
    assert "A method below 0.62 is marked as doubtful" in said


def test_open_cases_are_explained_by_the_city_they_change_most(
    tmp_path: Path, open_page: Open
) -> None:
    quarter = {"period_kind": "quarter", "period": "2026-07-01", "state": "ok"}
    cities = {"city:1": (100, 9, 120, 15), "city:2": (200, 9, 210, 10)}
    questions.publish(
        tmp_path,
        {
            "publication": [{"latest_period": "2026-07-01"}],
            "indicator": [
                {"indicator_id": name, "kind": kind, "unit": "days"}
                for name, kind in (
                    ("km_p90_days", "survival"),
                    ("p90_days", "quantile"),
                )
            ],
            "subject": [
                {"subject_id": city, "kind": "city", "name": named(city)}
                for city in cities
            ],
            "observation": [
                {"indicator_id": name, "subject_id": city, "n": n, "value": days}
                | quarter
                for city, (closed, took, accepted, takes) in cities.items()
                for name, n, days in (
                    ("p90_days", closed, took),
                    ("km_p90_days", accepted, takes),
                )
            ],
        },
    )
    said = words(open_page(tmp_path, "method"))
    assert "city:1, Q3 2026" in said.replace("\\", "")
    assert "at most 9 days (n = 100)" in said
    assert "nine in ten take 15 days (n = 120)" in said
