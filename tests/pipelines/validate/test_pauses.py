"""Special procedures stop a case's clock or extend its limits, whenever they arrive."""

from datetime import date
from pathlib import Path

import pytest

from tests.pipelines.validate.case_rows import CASES, cases, clock_world, pauses
from tests.pipelines.worlds import World


@pytest.fixture
def world(tmp_path: Path) -> World:
    return clock_world(tmp_path / "data")


def due(world: World, *stops: str, case: str = "v1, 2026-09-17, , 10") -> object:
    """When one case is due, with those special procedures of its."""
    world.give("cases", "a.csv", cases(case))
    world.give("case_pauses", "a.csv", pauses(*stops))
    world.load()
    ((day,),) = world.typed("cases", "due_on")
    return day.isoformat() if day else None


# 2026-09-17 is a Thursday; ten working days later it is 8 October: 18, 20, 21, 22, 23,
# 24, 28, 29, 30 September, 8 October. 25 to 27 September and 1 to 7 October are off.


def test_a_pause_of_two_working_days_moves_the_due_day_by_two(world: World) -> None:
    assert due(world) == "2026-10-08"
    assert due(world, "v1, 2, 2026-09-21, 2026-09-22") == "2026-10-10"


def test_the_vector_of_the_reference_table(world: World) -> None:
    # 21 to 24 September are four working days: 8 October becomes 13 October.
    assert due(world, "v1, 2, 2026-09-21, 2026-09-24") == "2026-10-13"


def test_pauses_that_overlap_or_touch_are_one_pause(world: World) -> None:
    stops = ("v1, 2, 2026-09-21, 2026-09-23", "v1, 2, 2026-09-22, 2026-09-24")
    assert due(world, *stops) == "2026-10-13"
    stops = ("v1, 2, 2026-09-21, 2026-09-22", "v1, 2, 2026-09-23, 2026-09-24")
    assert due(world, *stops) == "2026-10-13"


def test_a_pause_that_begins_before_acceptance_counts_from_acceptance(
    world: World,
) -> None:
    # Of it only 18 September lies after the day of acceptance.
    assert due(world, "v1, 2, 2026-09-01, 2026-09-18") == "2026-10-09"


def test_a_pause_counts_when_it_begins_on_the_due_day_and_not_after(
    world: World,
) -> None:
    assert due(world, "v1, 2, 2026-10-08, 2026-10-08") == "2026-10-09"
    assert due(world, "v1, 2, 2026-10-09, 2026-10-20") == "2026-10-08"


def test_a_pause_that_an_earlier_pause_made_timely_counts_too(world: World) -> None:
    stops = ("v1, 2, 2026-09-21, 2026-09-22", "v1, 2, 2026-10-10, 2026-10-10")
    assert due(world, *stops) == "2026-10-12"


def test_a_pause_without_an_end_stops_the_clock(world: World) -> None:
    assert due(world, "v1, 2, 2026-09-21") is None


def test_a_pause_without_an_end_ends_with_its_case(world: World) -> None:
    case = "v1, 2026-09-17, 2026-09-22, 10"
    assert due(world, "v1, 2, 2026-09-21", case=case) == "2026-10-10"
    facts = world.typed("cases", "elapsed_days, is_on_time")
    assert facts == [(2, True)]  # 18 and 20 September; 21 and 22 stood still


def test_a_pause_in_the_far_future_does_no_harm(world: World) -> None:
    assert due(world, "v1, 2, 2206-09-21, 2206-09-22") == "2026-10-08"


def test_an_extension_adds_working_days(world: World) -> None:
    assert due(world, "v1, 1, 2026-09-30, , 2") == "2026-10-10"
    both = ("v1, 1, 2026-09-30, , 2", "v1, 2, 2026-09-21, 2026-09-22")
    assert due(world, *both) == "2026-10-13"


def test_natural_days_stand_still_too_and_end_on_a_working_day(world: World) -> None:
    case = "v1, 2026-09-17, , 10, , natural"
    assert due(world, case=case) == "2026-09-28"  # the 27th is a Sunday
    # Three natural days later: the 30th.
    assert due(world, "v1, 2, 2026-09-25, 2026-09-27", case=case) == "2026-09-30"
    assert due(world, "v1, 1, 2026-09-25, , 5", case=case) == "2026-10-08"


@pytest.mark.parametrize(
    ("setting", "day"),
    [
        ("both", "2026-10-13"),  # 21, 22, 23, 24 September stand still
        ("first", "2026-10-12"),  # 21, 22, 23
        ("last", "2026-10-12"),  # 22, 23, 24
        ("neither", "2026-10-10"),  # 22, 23
    ],
)
def test_whether_first_and_last_day_count_is_a_setting(
    world: World, setting: str, day: str
) -> None:
    world.edit("workspace.toml", "as_of ", f'pause_days = "{setting}"\nas_of ')
    assert due(world, "v1, 2, 2026-09-21, 2026-09-24") == day


def test_pauses_of_a_later_run_move_the_due_day_and_what_follows(world: World) -> None:
    derived = '\n[derived.days_promised]\nkind = "integer"\n'
    derived += "expression = \"date_diff('day', accepted_on, due_on)\"\n"
    world.write("sources/cases.toml", CASES + derived)
    world.give("cases", "a.csv", cases("v1, 2026-09-17, 2026-10-10, 10"))
    world.load()
    facts = "due_on, is_on_time, elapsed_days, days_promised"
    assert world.typed("cases", facts) == [(date(2026, 10, 8), False, 12, 21)]
    world.give("case_pauses", "a.csv", pauses("v1, 2, 2026-09-21, 2026-09-22"))
    world.load()
    assert world.typed("cases", facts) == [(date(2026, 10, 10), True, 10, 23)]
    world.give("case_pauses", "a.csv", pauses("v9, 2, 2026-09-21, 2026-09-22"))
    world.load()  # the pause was another case's after all
    assert world.typed("cases", facts) == [(date(2026, 10, 8), False, 12, 21)]


def test_cases_that_come_after_their_pauses_know_them(world: World) -> None:
    world.give("case_pauses", "a.csv", pauses("v1, 2, 2026-09-21, 2026-09-22"))
    world.load()
    world.give("cases", "a.csv", cases("v1, 2026-09-17, , 10"))
    world.load()
    assert world.typed("cases", "due_on") == [(date(2026, 10, 10),)]
