"""Scorecards say how firm a place is, and what would lift it."""

from pathlib import Path

import duckdb
import pytest

from tests.dashboard import published
from tests.dashboard.conftest import Open, words

CARD = "'2026', 'department:gaj', 'quarter', DATE '2026-07-01'"
SUBJECT = {"subject": "department:gaj", "period": "quarter:2026-07-01"}


def run(folder: Path, *statements: str) -> None:
    with duckdb.connect(str(folder / "v1-internal.duckdb")) as con:
        for statement in statements:
            con.execute(statement)


def test_the_ranges_and_the_places_without_a_pillar_are_told(
    tmp_path: Path, open_page: Open
) -> None:
    run(
        published.publish(tmp_path),
        f"INSERT INTO rank_sensitivity VALUES ({CARD}, 2, 7, 4, 4)",
        f"INSERT INTO rank_without VALUES ({CARD}, 'timeliness', 71.26, 9)",
    )
    said = words(open_page(tmp_path, "department", **SUBJECT))
    assert "Weights and values drawn: places 2–7" in said
    assert "Weights alone: still place 4" in said
    assert "Without Timeliness: place 9, 71.3 points" in said


@pytest.mark.parametrize(
    ("needed", "told"), [("0.98", "→ 98"), ("NULL", "score 40.0 → 62.0")]
)
def test_a_way_into_the_next_band_names_values_where_it_can(
    tmp_path: Path, open_page: Open, needed: str, told: str
) -> None:
    run(
        published.publish(tmp_path),
        "INSERT INTO limit_value VALUES ('lift_longest', 3)",
        "UPDATE scorecard SET band = 'good', rank = 3 "
        "WHERE subject_id = 'department:gaj'",
        f"INSERT INTO lift VALUES ({CARD}, 'excellent', 1, 'on_time_rate', "
        f"40, 62, 0.91, {needed})",
    )
    said = words(open_page(tmp_path, "department", **SUBJECT))
    assert "What would lift it to Excellent" in said
    assert told in said


def test_where_no_short_list_does_it_says_so(tmp_path: Path, open_page: Open) -> None:
    run(
        published.publish(tmp_path),
        "INSERT INTO limit_value VALUES ('lift_longest', 3)",
        "UPDATE scorecard SET band = 'good', rank = 3 "
        "WHERE subject_id = 'department:gaj'",
    )
    said = words(open_page(tmp_path, "department", **SUBJECT))
    assert "Not even 3 improvements reach the next band" in said


def test_the_best_band_needs_no_lift(tmp_path: Path, open_page: Open) -> None:
    run(
        published.publish(tmp_path),
        "INSERT INTO limit_value VALUES ('lift_longest', 3)",
        "UPDATE scorecard SET band = 'excellent', rank = 1 "
        "WHERE subject_id = 'department:gaj'",
    )
    said = words(open_page(tmp_path, "department", **SUBJECT))
    assert "What would lift it" not in said
