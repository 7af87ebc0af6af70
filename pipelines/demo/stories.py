"""Planted rows that are valid: bursts, contradictions, repeats, late arrivals."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta

import numpy as np

from pipelines.demo import layout, period, planned
from pipelines.demo.cases import NO_RESULT, OPEN, WINDOW
from pipelines.demo.planting import Planting
from pipelines.demo.ratings import NO_COMMENT, R_TABLET, Ratings
from pipelines.demo.summary import Burst

BURSTS_IN_FULL, BURST_SMALLEST, BURST_SPREAD = 6, 34, 12
BURST_SECONDS = (7, 13)  # between two ratings, so that 46 of them take ten minutes
CONTRADICTING_LEVEL, CONTRADICTING_DEADLINE = 45, 40
REPEATED_WITHIN, REPEATED_ACROSS = 12, 24
OVERTAKEN_CASES, OVERTAKEN_RATINGS = 40, 15
LATE_ARRIVALS = 180
TEST_ENTRIES = 60


def plant_bursts(planting: Planting) -> None:
    """A window that collects more than thirty best ratings within ten minutes."""
    organ = planting.burst_organ()
    rng, world = planting.rng, planting.world
    window = int(world.window_start[organ])
    for day in planned.BURST_DAYS[-planting.few(BURSTS_IN_FULL) :]:
        count = BURST_SMALLEST + int(rng.integers(BURST_SPREAD))
        drawn = planting.cases([day] * count * 30, organ)
        instant = world.items.is_instant[drawn.item] & ~drawn.is_late
        cases = drawn.select(np.flatnonzero(instant)[:count])
        count = len(cases)
        midnight = period.number(day) * period.DAY_SECONDS
        begin = midnight + _seconds(time.fromisoformat(planned.BURST_FROM))
        accepted = begin - 3_600 - rng.integers(0, 1_800, count)
        cases = replace(
            cases,
            channel=np.full(count, WINDOW),
            accepted=accepted,
            closed=begin - 60 - rng.integers(0, 900, count),
            result=np.ones(count, dtype=np.int8),
            visits=np.ones(count, dtype=np.int8),
        )
        praise = rng.choice(world.comments.plain[0][:8])
        planting.put_cases(cases)
        planting.put_ratings(
            Ratings(
                number=cases.number(world),
                service=np.ones(count, dtype=np.int8),
                organ=cases.organ,
                item=cases.item,
                channel=np.full(count, R_TABLET, dtype=np.int8),
                window=np.full(count, window),
                level=np.full(count, 5, dtype=np.int8),
                tags=np.full(count, planting.tags.position(planting.tags.of(5)[-1])),
                comment=np.where(rng.random(count) < 0.5, praise, NO_COMMENT),
                rated=begin + np.cumsum(rng.integers(*BURST_SECONDS, count)),
                person=cases.person,
            )
        )
        planting.bursts.append(Burst(day, world.window_names[window], count))


def plant_contradictions(planting: Planting) -> None:
    """Tags of another level, and deadline tags on cases that were on time."""
    tags = planting.tags
    praise = tags.of(5)
    reproach = [t for t in tags.of(2) + tags.of(1) if t not in _deadline(planting)]
    level = [(5, reproach), (2, praise), (1, praise)]
    late = [(2, tags.of(2, "deadline")), (1, tags.of(1, "deadline"))]
    of_level = planting.few(CONTRADICTING_LEVEL)
    planting.level_contradictions = _contradict(planting, level, of_level)
    of_deadline = planting.few(CONTRADICTING_DEADLINE)
    planting.deadline_contradictions = _contradict(planting, late, of_deadline)


def plant_repeats(planting: Planting) -> None:
    """The same rows twice in a file, and again in the file of the next day."""
    days = planting.working_days(400)
    january = [day for day in days if (day.year, day.month) == (2026, 1)]
    twice = planting.plain_cases(january * 4)
    twice = twice.select(np.arange(planting.few(REPEATED_WITHIN)))
    file = layout.cases(date(2026, 1, 1))
    planting.rows[file.path] += planting.put_cases(twice, file)
    day = date(2026, 10, 20)
    first, next_day = layout.daily_cases(day), layout.daily_cases(day + timedelta(1))
    again = planting.cases([day] * planting.few(REPEATED_ACROSS))
    planting.rows[next_day.path] += planting.put_cases(again, first)
    planting.duplicates[layout.CASES] += len(twice) + len(again)

    august = [day for day in days if (day.year, day.month) == (2026, 8)]
    cases, rated = planting.rated(
        planting.interface_organs(planting.plain_cases(august * 4))
    )
    few = np.arange(min(len(rated), planting.few(REPEATED_WITHIN)))
    planting.put_cases(cases.select(few))
    file = layout.ratings(date(2026, 8, 1))
    planting.rows[file.path] += planting.put_ratings(rated.select(few), file)
    planting.duplicates[layout.RATINGS] += len(few)


def plant_overtaken(planting: Planting) -> None:
    """Rows whose later version comes in a later file, with the same key."""
    day = date(2026, 10, 8)
    drawn = planting.plain_cases([day] * 600)
    closes = drawn.closed // period.DAY_SECONDS
    early = closes < period.number(date(2026, 10, 22))
    cases = drawn.select(np.flatnonzero(early)[: planting.few(OVERTAKEN_CASES)])
    still_open = replace(
        cases,
        closed=np.full_like(cases.closed, OPEN),
        result=np.full_like(cases.result, NO_RESULT),
    )
    planting.put_cases(still_open, layout.daily_cases(day))
    planting.put_cases(cases, layout.daily_cases(date(2026, 10, 22)))
    planting.superseded[layout.CASES] += len(cases)

    drawn = planting.interface_organs(planting.plain_cases([date(2026, 9, 22)] * 600))
    midnight = period.number(date(2026, 10, 13)) * period.DAY_SECONDS
    drawn = drawn.select(np.flatnonzero(drawn.closed < midnight))
    cases, rated = planting.rated(drawn)
    few = np.arange(min(len(rated), planting.few(OVERTAKEN_RATINGS)))
    rated = rated.select(few)
    planting.put_cases(cases.select(few))
    time_of_day = rated.rated % period.DAY_SECONDS
    before = replace(
        rated,
        rated=midnight + time_of_day,
        level=np.full(len(rated), 2, dtype=np.int8),
        tags=np.full(len(rated), planting.tags.position(planting.tags.of(2)[-1])),
    )
    after = replace(
        before, level=np.full(len(rated), 4, dtype=np.int8), tags=0 * rated.tags
    )
    planting.put_ratings(before, layout.daily_ratings(date(2026, 10, 13)))
    planting.put_ratings(after, layout.daily_ratings(date(2026, 10, 19)))
    planting.superseded[layout.RATINGS] += len(rated)


def plant_late_arrivals(planting: Planting) -> None:
    """Cases of eight months that come in one file at the end of October."""
    days = [
        day
        for month in planting.world.months[3:11]
        for day in period.days_of(month)
        if not planting.world.days.rest(np.array(period.number(day)))
    ]
    cities = planting.world.cities
    city = [c.id for c in cities].index(planned.LATE_CITY)
    departments = len(planting.world.departments)
    count = planting.few(LATE_ARRIVALS)
    share = planting.world.organ_share[city * departments : (city + 1) * departments]
    organs = planting.rng.choice(departments, count, p=share / share.sum())
    for department in np.unique(organs):
        own = int((organs == department).sum())
        chosen = [days[k] for k in planting.rng.integers(len(days), size=own)]
        drawn = planting.cases(chosen, city * departments + int(department))
        plain = drawn.select((drawn.paused == 0) & (drawn.extra == 0))
        planting.late_arrivals += len(planting.put_cases(plain, layout.late_cases()))


def plant_test_entries(planting: Planting) -> None:
    """Entries made while testing, which the corrected file no longer has."""
    days = period.days_of(layout.CORRECTED)
    count = planting.few(TEST_ENTRIES)
    chosen = [days[k] for k in planting.rng.integers(len(days), size=count)]
    file = layout.cases(layout.CORRECTED)
    drawn = planting.cases(chosen)
    planting.test_entries = len(planting.put_cases(drawn, file))


def _contradict(
    planting: Planting, levels: list[tuple[int, list[str]]], count: int
) -> int:
    days = planting.working_days(count * 12)
    cases, rated = planting.rated(planting.plain_cases(days))
    whole = np.flatnonzero(
        rated.rated < period.number(layout.DAILY) * period.DAY_SECONDS
    )[:count]
    cases, rated = cases.select(whole), rated.select(whole)
    kinds = [levels[k % len(levels)] for k in range(len(rated))]
    rated = replace(
        rated,
        level=np.array([level for level, _ in kinds], dtype=np.int8),
        tags=np.array(
            [
                planting.tags.position(codes[int(planting.rng.integers(len(codes)))])
                for _, codes in kinds
            ]
        ),
        comment=np.full(len(rated), NO_COMMENT),
    )
    planting.put_cases(cases)
    planting.put_ratings(rated)
    return len(rated)


def _deadline(planting: Planting) -> list[str]:
    return [tag for level in (1, 2) for tag in planting.tags.of(level, "deadline")]


def _seconds(moment: time) -> int:
    return moment.hour * 3_600 + moment.minute * 60 + moment.second
