"""A run does what is new: which months are measured again, and which are left alone."""

from datetime import date
from pathlib import Path

import duckdb
import pytest

from tests.pipelines.measure.cases_world import Figures, World, comparable

JUNE, JULY = date(2026, 6, 1), date(2026, 7, 1)


@pytest.fixture(scope="module")
def measured_once(tmp_path_factory: pytest.TempPathFactory) -> World:
    """The workspace of which tests change a copy."""
    world = World(tmp_path_factory.mktemp("two_months") / "data")
    world.give("ratings", "rated, level\n2026-06-10, 5\n2026-06-11, 1", "2026-06.csv")
    world.give("ratings", "rated, level\n2026-07-10, 5", "2026-07.csv")
    world.figures()
    return world


@pytest.fixture
def two_months(measured_once: World, tmp_path: Path) -> World:
    """Return a workspace that measured two ratings of June and one of July."""
    return measured_once.copy(tmp_path / "data")


def plant(world: World, month: date, numerator: int) -> None:
    """A false value in the partial of one month: it stays unless it is measured."""
    with duckdb.connect(str(world.at.warehouse)) as con:
        con.execute(
            "UPDATE partial.month_cell SET numerator = ? "
            "WHERE indicator_id = 'satisfied_rate' AND month = ?",
            [numerator, month],
        )


def satisfied(figures: Figures, month: str) -> float:
    return figures.observed("satisfied_rate", period=month)["numerator"]


def test_a_late_row_opens_its_own_month_only(two_months: World) -> None:
    plant(two_months, JUNE, 77)
    plant(two_months, JULY, 88)
    two_months.give("ratings", "rated, level\n2026-06-12, 5", "late.csv")
    figures = two_months.figures()
    assert satisfied(figures, "2026-06-01") == 2  # measured again, the late row too
    assert satisfied(figures, "2026-07-01") == 88  # not looked at


def test_nothing_new_measures_nothing(two_months: World) -> None:
    plant(two_months, JUNE, 77)
    assert satisfied(two_months.figures(), "2026-06-01") == 77


def test_a_corrected_file_opens_the_months_it_left(two_months: World) -> None:
    two_months.give("ratings", "rated, level\n2026-07-12, 5", "2026-06_r2.csv")
    figures = two_months.figures()
    assert figures.observed("satisfied_rate")["denominator"] == 2
    assert not [
        row
        for row in figures.of("observation", indicator_id="satisfied_rate")
        if row["period"] == JUNE
    ]


def test_a_case_closed_late_moves_to_the_month_it_was_closed_in(world: World) -> None:
    world.give("cases", "case_id, accepted, closed\nA, 2026-06-01,", "2026-06.csv")
    figures = world.figures()
    assert figures.observed("on_time_rate", period="2026-06-01")["numerator"] == 0
    assert figures.observed("open_overdue", period="2026-06-01")["value"] == 1
    world.give(
        "cases", "case_id, accepted, closed\nA, 2026-06-01, 2026-07-03", "2026-07.csv"
    )
    figures = world.figures()
    assert figures.observed("open_overdue", period="2026-06-01")["value"] == 0
    assert figures.observed("early_rate", period="2026-07-01")["denominator"] == 1


def test_a_pause_that_comes_later_moves_the_due_day(world: World) -> None:
    world.give("cases", "case_id, accepted, closed\nA, 2026-06-01, 2026-06-10")
    late = world.figures().observed("on_time_rate", period="2026-06-01")
    assert late["numerator"] == 0  # due on the 8th
    world.give(
        "case_pauses", "case_id, started_on, ended_on\nA, 2026-06-02, 2026-06-05"
    )
    stopped = world.figures().observed("on_time_rate", period="2026-06-01")
    assert stopped["numerator"] == 1  # four working days more


@pytest.mark.parametrize(
    "days",
    [
        ("2026-07-08", "2026-07-09", "2026-07-10"),
        ("2026-07-31", "2026-07-08"),
        ("2026-06-30", "2026-12-31", "2026-07-01", "2026-07-20"),
    ],
)
def test_another_day_gives_what_a_first_run_on_that_day_gives(
    tmp_path: Path, days: tuple[str, ...]
) -> None:
    worlds = World(tmp_path / "moved"), World(tmp_path / "fresh")
    for world in worlds:
        world.give(
            "cases",
            """
            case_id, accepted,   promised, closed,     result
            A,       2026-06-29, 5,        2026-07-06, approved    # due on that day
            B,       2026-07-01, 5,        ,                       # due on the 8th
            C,       2026-07-02, 5,        2026-07-20, approved    # late
            D,       2026-07-03, 5,        2026-07-09, withdrawn
            E,       2026-07-09, 0,        2026-07-09, approved
            """,
        )
        world.give(
            "ratings",
            "rated, level, tags\n2026-07-06, 5,\n2026-07-09, 1, 110\n2026-07-20, 4,",
        )
        world.give("assessments", "assessed_at, score\n2026-07-08, 90\n2026-07-20, 70")
    moved, fresh = worlds
    fresh.at.secret.write_text("0" * 64 + "\n", "ascii")
    moved.at.secret.write_text("0" * 64 + "\n", "ascii")
    for day in days:
        figures = moved.figures(day)
    assert comparable(figures) == comparable(fresh.figures(days[-1]))


def test_a_new_day_measures_only_the_months_it_can_change(two_months: World) -> None:
    plant(two_months, JUNE, 77)
    figures = two_months.figures("2026-08-01")
    assert figures.observed("satisfied_rate", period="2026-06-01")["numerator"] == 77


def test_a_changed_indicator_is_measured_from_typed_rows(two_months: World) -> None:
    plant(two_months, JUNE, 77)
    two_months.edit("indicators/satisfied_rate.toml", "level >= 4", "level <= 4")
    two_months.at.inbox.rename(two_months.at.root / "away")  # raw files are not needed
    figures = two_months.figures()
    assert satisfied(figures, "2026-06-01") == 1
    assert satisfied(figures, "2026-07-01") == 0


def test_a_changed_scheme_measures_nothing(two_months: World) -> None:
    plant(two_months, JUNE, 77)
    two_months.edit(
        "schemes/2026.toml", "coverage_minimum = 0.70", "coverage_minimum=0"
    )
    assert satisfied(two_months.figures(), "2026-06-01") == 77


def test_a_changed_source_is_read_again(two_months: World) -> None:
    old, new = "maximum  = 5\n", "maximum  = 5\ncodes = {1 = 4, 5 = 5}\n"
    two_months.edit("sources/ratings.toml", old, new)
    assert satisfied(two_months.figures(), "2026-06-01") == 2


def test_a_day_off_by_override_moves_due_days(world: World) -> None:
    world.give("cases", "accepted, closed\n2026-06-01, 2026-06-09")  # due on the 8th
    assert world.figures().observed("on_time_rate", period="2026-06-01")["value"] == 0
    override = world.at.reference / "calendar_override.csv"
    override.write_text("date,is_workday,note\n2026-06-03,false,storm\n", "utf-8")
    assert world.figures().observed("on_time_rate", period="2026-06-01")["value"] == 1


def test_reading_again_refuses_to_forget_a_file(two_months: World) -> None:
    (two_months.at.inbox / "ratings" / "2026-06.csv").unlink()
    two_months.edit("sources/ratings.toml", "limit = 0.02", "limit = 0.03")
    refused = two_months.run()
    assert refused.status == "refused"
    assert "ratings/2026-06.csv" in refused.refusals[0]
    assert two_months.at.warehouse.exists()
    two_months.edit("sources/ratings.toml", "limit = 0.03", "limit = 0.02")
    assert satisfied(two_months.figures(), "2026-06-01") == 1  # and nothing was lost


def test_only_files_whose_rows_changed_are_counted_again(two_months: World) -> None:
    with duckdb.connect(str(two_months.at.warehouse)) as con:
        con.execute("UPDATE partial.arrived SET rows = 77 WHERE source = 'ratings'")
    # The second row is that of 2026-06.csv again, so that one stands otherwise now.
    two_months.give(
        "ratings",
        "case_id, rated, level\n2026-08/1, 2026-08-01, 5\n2026-06/1, 2026-06-10, 5",
        "2026-08.csv",
    )
    arrived = {
        row["month"]: row["rows"]
        for row in two_months.figures().of("arrival", source="ratings")
    }
    assert arrived == {JUNE: 2, JULY: 77, date(2026, 8, 1): 1}
