"""Cases as they happen: accepted, handled, closed or left open."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from pipelines.demo import clock, period
from pipelines.demo.world import World

Numbers = NDArray[Any]

OPEN = -1
WINDOW, PC, MOBILE, KIOSK = range(4)
NO_RESULT, APPROVED, REFUSED, WITHDRAWN = range(4)
END = (period.number(period.AS_OF) + 1) * period.DAY_SECONDS - 1
LAST_DAY = period.number(period.AS_OF)

# Share that comes through website, app and kiosk by online depth 1 to 4.
ONLINE = {1: (0.0, 0.0, 0.02), 2: (0.1, 0.12, 0.02), 3: (0.2, 0.24, 0.03)}
ONLINE |= {4: (0.24, 0.36, 0.03)}
SUSPENDED, EXTENDED = 0.025, 0.007
WITHDRAWN_SHARE, REFUSED_SHARE = 0.008, 0.012
TIMES = clock.table()
_draws = np.random.Generator(np.random.SFC64(2551))
USED = _draws.beta(2.1, 2.0, 1024).astype(np.float32)  # of the promised time
OVER = np.minimum(_draws.geometric(0.3, 1024), 30).astype(np.int32)  # days late
MINUTES = (60 * np.minimum(3 + _draws.exponential(14, 1024), 170)).astype(np.int32)


@dataclass(frozen=True)
class Cases:
    """Columns of equal length. Times are local seconds since 1970, days likewise."""

    serial: Numbers
    organ: Numbers
    item: Numbers
    channel: Numbers
    accepted: Numbers
    closed: Numbers  # OPEN when it is not
    promised: Numbers
    legal: Numbers
    result: Numbers
    visits: Numbers
    paused: Numbers  # working days not counted
    pause_start: Numbers
    pause_end: Numbers
    extra: Numbers  # working days by which the limit was extended
    is_late: Numbers
    person: Numbers

    def __len__(self) -> int:
        return len(self.serial)

    def select(self, which: Numbers) -> Self:
        """The cases of a mask or of positions."""
        return replace(
            self, **{f.name: getattr(self, f.name)[which] for f in fields(self)}
        )

    def number(self, world: World) -> Numbers:
        """Case numbers: city, year and month of acceptance, serial: 17 digits."""
        month = world.days.month_index(self.accepted // period.DAY_SECONDS)
        yymm = np.array([m.year % 100 * 100 + m.month for m in world.months])[month]
        city = np.array([int(city.id) for city in world.cities])
        number: Numbers = city[world.city_of(self.organ)] * 10**11 + yymm * 10**7
        return number + self.serial


def draw(
    world: World,
    rng: np.random.Generator,
    day: Numbers,
    serial: Numbers,
    organ: Numbers | None = None,
) -> Cases:
    """One case for each day number given; `organ` settles who handles it."""
    n, days, items = len(day), world.days, world.items
    month, rest = days.month_index(day), days.rest(day)
    if organ is None:
        organ = world.organ_table[rng.integers(0, len(world.organ_table), n)]
    organ = organ.astype(np.int32)
    slot = rng.integers(0, items.table.shape[1], n)
    item = items.table[world.department_of(organ), slot]
    promised, instant = items.promised[item].astype(np.int32), items.is_instant[item]
    natural = items.is_natural[item]
    channel = _CHANNELS[rest.astype(np.int8), items.depth[item], _byte(rng, n)]
    is_web = (channel == PC) | (channel == MOBILE)
    accepted = day.astype(np.int64) * period.DAY_SECONDS + _time(rng, is_web)

    late_rate = np.where(instant, 0.35, 1.1) * world.rates.late[organ, month]
    is_late = rng.random(n, dtype=np.float32) < late_rate
    chance = rng.random(n, dtype=np.float32)
    is_long = ~instant & ~natural & (promised >= 5)
    extra = np.where(is_long & (chance < EXTENDED), 3 + slot % 8, 0).astype(np.int16)
    used = USED[rng.integers(0, len(USED), n)]
    pace = world.rates.pace[organ]
    taken = np.minimum(promised, (promised * used * pace).astype(np.int32))
    # Nobody is at work on a day of rest, so only what is decided at once ends that day.
    taken = np.where(instant, 0, np.maximum(taken, rest & (promised > 0)))
    taken = np.where(extra > 0, promised + 1 + (extra * used).astype(np.int32), taken)
    taken = np.minimum(taken, promised + extra)
    over = OVER[rng.integers(0, len(OVER), n)]
    taken = np.where(is_late, promised + extra + over + (instant & rest), taken)

    wants_pause = is_long & (chance > 1 - SUSPENDED) & (taken > 0)
    paused, pause_start, pause_end = _pauses(world, day, taken, wants_pause, slot)
    closed_day = _closed_day(
        world, day, promised, taken, over, natural, is_late, paused
    )
    closed = closed_day.astype(np.int64) * period.DAY_SECONDS
    same_day = np.minimum(
        accepted + MINUTES[slot], (day + 1) * np.int64(period.DAY_SECONDS) - 1
    )
    closed = np.where(closed_day == day, same_day, closed + _time(rng, rest & False))
    fate = rng.random(n, dtype=np.float32)
    city = world.city_of(organ)
    forgotten = is_late & (fate < world.rates.stays_open[city, month])
    closed = np.where(forgotten | (closed > END), OPEN, closed)
    return Cases(
        serial=serial,
        organ=organ,
        item=item,
        channel=channel,
        accepted=accepted,
        closed=closed,
        promised=promised,
        legal=items.legal[item],
        result=_results(closed, fate, instant),
        visits=_visits(items.visits[item], items.depth[item], channel, chance),
        paused=paused,
        pause_start=pause_start,
        pause_end=pause_end,
        extra=extra,
        is_late=is_late,
        person=rng.integers(0, len(world.names), n, dtype=np.int16),
    )


def _pauses(
    world: World, day: Numbers, taken: Numbers, wanted: Numbers, slot: Numbers
) -> tuple[Numbers, Numbers, Numbers]:
    """Working days of the suspension, its first and its last day (0: none)."""
    paused = np.zeros(len(day), dtype=np.int16)
    first, last = np.zeros_like(paused, np.int32), np.zeros_like(paused, np.int32)
    (who,) = np.nonzero(wanted)
    length = 2 + slot[who] % 14
    # It begins on one of the days the case is worked on, and closing waits for its end.
    begin = 1 + slot[who] * taken[who] // (clock.SLOTS * 2)
    start = world.days.after(day[who], begin)
    end = world.days.after(day[who], begin + length - 1)
    over = end <= LAST_DAY  # one that still lasts is reported when it ends
    who = who[over]
    paused[who], first[who], last[who] = length[over], start[over], end[over]
    return paused, first, last


def _closed_day(
    world: World,
    day: Numbers,
    promised: Numbers,
    taken: Numbers,
    over: Numbers,
    natural: Numbers,
    is_late: Numbers,
    paused: Numbers,
) -> Numbers:
    closed = np.where(
        taken > 0, world.days.after(day, np.maximum(taken + paused, 1)), day
    )
    (who,) = np.nonzero(natural & (taken > 0))
    if len(who):
        due = world.days.roll(day[who] + promised[who])
        on_time = world.days.roll(day[who] + np.minimum(taken[who], promised[who]))
        late = world.days.after(due, over[who])
        closed[who] = np.where(is_late[who], late, on_time)
    return closed


def _results(closed: Numbers, fate: Numbers, instant: Numbers) -> Numbers:
    refused = fate > 1 - np.where(instant, REFUSED_SHARE / 4, REFUSED_SHARE)
    withdrawn = fate > 1 - WITHDRAWN_SHARE / 4
    result = np.where(withdrawn, WITHDRAWN, np.where(refused, REFUSED, APPROVED))
    return np.where(closed == OPEN, NO_RESULT, result).astype(np.int8)


def _visits(
    promised: Numbers, depth: Numbers, channel: Numbers, chance: Numbers
) -> Numbers:
    at_counter = np.maximum(promised, 1)
    at_home = np.where(depth == 4, 0, np.minimum(promised, 1))
    visits = np.where(channel == WINDOW, at_counter, at_home)
    # A few have to come again; those at home with everything online mostly never.
    again = (chance > 0.45) & (chance < np.where(depth == 4, 0.458, 0.49))
    return (visits + again + (again & (chance < 0.452))).astype(np.int8)


def _time(rng: np.random.Generator, is_web: Numbers) -> Numbers:
    n = len(is_web)
    slot = rng.integers(0, clock.SLOTS, n, dtype=np.int16)
    return TIMES[is_web.astype(np.int8), slot] + rng.integers(0, 60, n, dtype=np.int8)


def _byte(rng: np.random.Generator, n: int) -> Numbers:
    return rng.integers(0, 256, n, dtype=np.uint8)


def _channel_table() -> NDArray[np.int8]:
    """Channel by (day of rest, online depth, random byte)."""
    table = np.zeros((2, 5, 256), dtype=np.int8)
    for depth, (pc, mobile, kiosk) in ONLINE.items():
        shares = np.array([1 - pc - mobile - kiosk, pc, mobile, kiosk])
        table[0, depth] = np.repeat(range(4), _parts(shares))
        # On days of rest counters are shut: what comes in comes in over the web.
        table[1, depth] = np.repeat(range(4), _parts(np.array([0, 0.4, 0.58, 0.02])))
    return table


def _parts(shares: NDArray[np.float64]) -> NDArray[np.int64]:
    until = np.rint(np.cumsum(shares) * 256).astype(np.int64)
    return np.diff(until, prepend=0)


_CHANNELS = _channel_table()
