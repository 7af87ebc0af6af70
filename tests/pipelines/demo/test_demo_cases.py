"""Cases keep the calendar: days add up, offices keep hours, due days hold."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.demo import period
from pipelines.demo.cases import END, OPEN, WINDOW, Cases, draw
from pipelines.demo.world import World, build
from pipelines.locations import Locations

ROOT = Path(__file__).parents[3]
CALENDAR = period.load(ROOT / "data" / "reference" / "calendar.csv")
EPOCH = date(1970, 1, 1)


@pytest.fixture(scope="module")
def world() -> World:
    """The default world, of the project's reference tables."""
    return build(Locations(ROOT / "data"), 400_000, 2026)


@pytest.fixture(scope="module")
def cases(world: World) -> Cases:
    """Four thousand cases spread over the whole year, days of rest among them."""
    days = np.repeat(np.arange(396) + period.number(period.FIRST), 10).astype(np.int32)
    return draw(world, world.rng(1), days, np.arange(len(days)))


@given(st.integers(min_value=0, max_value=50_000_000))
def test_the_days_of_the_year_add_up_to_any_number_of_cases(cases: int) -> None:
    counts = CALENDAR.counts(cases)
    assert sum(counts.values()) == cases
    assert min(counts.values()) >= 0


def test_holidays_are_quiet_and_mondays_are_not() -> None:
    counts = CALENDAR.counts(400_000)
    monday, national_day, saturday = (
        date(2026, 9, 14),
        date(2026, 10, 1),
        date(2026, 9, 12),
    )
    assert counts[national_day] * 20 < counts[monday]
    assert counts[national_day] < counts[saturday] < counts[monday] / 5


@given(st.dates(period.FIRST, period.AS_OF), st.integers(min_value=1, max_value=60))
def test_a_working_day_ahead_is_found_as_by_counting_on_fingers(
    day: date, ahead: int
) -> None:
    counted, left = day, ahead
    while left:
        counted += timedelta(days=1)
        left -= not CALENDAR.rest(np.array(period.number(counted)))
    found = CALENDAR.after(np.array([period.number(day)]), np.array([ahead]))[0]
    assert EPOCH + timedelta(days=int(found)) == counted


def test_spring_festival_stretches_a_promise_of_five_days() -> None:
    # Sat 14 Feb 2026 is worked, 15 to 23 Feb are off (domain vectors).
    found = CALENDAR.after(np.array([period.number(date(2026, 2, 12))]), np.array([5]))
    assert EPOCH + timedelta(days=int(found[0])) == date(2026, 2, 26)


def test_a_case_is_late_exactly_when_it_closes_after_its_due_day(
    world: World, cases: Cases
) -> None:
    late = np.flatnonzero(cases.closed != OPEN)
    assert len(late) > 3_000
    for k in late:
        assert _closed_late(world, cases, int(k)) == bool(cases.is_late[k])


def test_counters_are_shut_on_days_of_rest_and_at_night(
    world: World, cases: Cases
) -> None:
    at_counter = cases.select(cases.channel == WINDOW)
    days, seconds = np.divmod(at_counter.accepted, period.DAY_SECONDS)
    assert not world.days.rest(days).any()
    assert seconds.min() >= 8.5 * 3_600
    assert seconds.max() <= 17 * 3_600 + 60
    assert not ((seconds > 11.6 * 3_600) & (seconds < 13.5 * 3_600)).any()


def test_nothing_closes_before_it_is_accepted_or_after_the_last_day(
    cases: Cases,
) -> None:
    closed = cases.select(cases.closed != OPEN)
    assert (closed.closed > closed.accepted).all()
    assert closed.closed.max() <= END


def test_pauses_lie_between_acceptance_and_closing(cases: Cases) -> None:
    paused = cases.select((cases.paused > 0) & (cases.closed != OPEN))
    assert len(paused) > 20
    assert (paused.pause_start > paused.accepted // period.DAY_SECONDS).all()
    assert (paused.pause_end >= paused.pause_start).all()
    assert (paused.pause_end < paused.closed // period.DAY_SECONDS).all()


def _closed_late(world: World, cases: Cases, k: int) -> bool:
    """The rule of the law, one day at a time."""
    accepted = int(cases.accepted[k]) // period.DAY_SECONDS
    closed = int(cases.closed[k]) // period.DAY_SECONDS
    promised, item = int(cases.promised[k]), int(cases.item[k])

    def works(day: int) -> bool:
        return not bool(world.days.rest(np.array(day)))

    if world.items.is_instant[item] or world.items.is_natural[item]:
        due = accepted + promised
        while not works(due):
            due += 1
        return closed > due
    pause = range(int(cases.pause_start[k]), int(cases.pause_end[k]) + 1)
    elapsed = sum(
        works(day) and not (cases.paused[k] > 0 and day in pause)
        for day in range(accepted + 1, closed + 1)
    )
    return elapsed > promised + int(cases.extra[k])
