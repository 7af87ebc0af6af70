"""Open cases are kept as rows come and go, and are what a first run would find."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from tests.pipelines.measure.cases_world import World

HEADER = "case_id, accepted, promised, closed\n"


@pytest.fixture(scope="module")
def measured_once(tmp_path_factory: pytest.TempPathFactory) -> World:
    """The workspace of which tests change a copy."""
    world = World(tmp_path_factory.mktemp("three") / "data")
    world.give(
        "cases",
        HEADER + "A, 2026-06-01, 5,\nB, 2026-06-02, 5,\nC, 2026-06-03, 5, 2026-06-04",
        "2026-06.csv",
    )
    world.figures()
    return world


@pytest.fixture
def three(measured_once: World, tmp_path: Path) -> World:
    """Return a workspace that has measured three cases, two of them open."""
    return measured_once.copy(tmp_path / "data")


def kept(world: World) -> list[tuple[str, str]]:
    """Whose rows are kept as open, and when each is due."""
    with duckdb.connect(str(world.at.warehouse), read_only=True) as con:
        return con.execute(
            "SELECT case_id, due_on::VARCHAR FROM partial.cases_open ORDER BY ALL"
        ).fetchall()


def overdue(world: World, as_of: str = "2026-07-31") -> int:
    """How many cases a run of a day finds open and past their day."""
    return len(world.figures(as_of).of("overdue_case"))


A, B, C = ("A", "2026-06-08"), ("B", "2026-06-09"), ("C", "2026-06-10")


def test_a_case_closed_by_a_later_file_is_open_no_more(three: World) -> None:
    assert kept(three) == [A, B]
    three.give("cases", HEADER + "A, 2026-06-01, 5, 2026-07-03", "2026-07.csv")
    assert overdue(three) == 1
    assert kept(three) == [B]


def test_a_case_is_open_again_when_what_closed_it_is_taken_back(three: World) -> None:
    three.give("cases", HEADER + "A, 2026-06-01, 5, 2026-07-03", "2026-07.csv")
    three.figures()
    # The correction holds another case: the row of June stands again.
    three.give("cases", HEADER + "D, 2026-07-01, 5, 2026-07-03", "2026-07_r2.csv")
    assert overdue(three) == 2
    assert kept(three) == [A, B]


def test_a_corrected_file_takes_its_open_rows_with_it(three: World) -> None:
    three.give("cases", HEADER + "C, 2026-06-03, 5,", "2026-06_r2.csv")
    assert overdue(three) == 1
    assert kept(three) == [C]


def test_a_pause_moves_the_day_of_an_open_case(three: World) -> None:
    three.give(
        "case_pauses", "case_id, started_on, ended_on\nA, 2026-06-02, 2026-06-05"
    )
    assert overdue(three) == 2
    assert kept(three) == [("A", "2026-06-12"), B]  # four working days more
    three.give(
        "case_pauses",
        "case_id, started_on, ended_on\nB, 2026-06-08, 2026-06-08",
        "2026-07_r2.csv",
    )
    assert overdue(three) == 2
    assert kept(three) == [A, ("B", "2026-06-10")]


def test_what_was_closed_after_the_day_is_open_on_it_and_not_kept(three: World) -> None:
    three.give("cases", HEADER + "A, 2026-06-01, 5, 2026-07-03", "2026-07.csv")
    assert overdue(three, "2026-07-02") == 2  # A was closed on the 3rd
    assert overdue(three, "2026-07-03") == 1
    assert kept(three) == [B]


def test_a_new_file_does_not_make_a_run_look_through_all_rows(three: World) -> None:
    with duckdb.connect(str(three.at.warehouse)) as con:
        con.execute("DELETE FROM partial.cases_open WHERE case_id = 'A'")
    three.give("cases", HEADER + "E, 2026-07-01, 5,", "2026-07.csv")
    assert overdue(three) == 2  # B and E: nobody looked for A
    three.edit("indicators/satisfied_rate.toml", "level >= 4", "level <= 4")
    assert overdue(three) == 3  # now everything is measured again
