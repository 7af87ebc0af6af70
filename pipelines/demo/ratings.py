"""Ratings that follow closed cases, and the defaults the system sets when none does."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from pipelines.demo import period, planned
from pipelines.demo.cases import END, KIOSK, MOBILE, OPEN, PC, WINDOW, Cases
from pipelines.demo.tags import TagLists
from pipelines.demo.world import World

Numbers = NDArray[Any]

# Channels of a rating, numbered as the reporting interface does; 8 is the telephone,
# which only the standard has, and 7 the system's default.
R_PC, R_MOBILE, R_QR, R_TABLET, R_KIOSK, R_SMS, R_DEFAULT, R_PHONE = range(1, 9)
# Where people rate by where they applied.
RATED_BY = {
    WINDOW: ((R_TABLET, 0.68), (R_QR, 0.2), (R_SMS, 0.09), (R_KIOSK, 0.03)),
    PC: ((R_PC, 0.84), (R_SMS, 0.12), (R_MOBILE, 0.04)),
    MOBILE: ((R_MOBILE, 0.9), (R_SMS, 0.06), (R_QR, 0.04)),
    KIOSK: ((R_KIOSK, 0.8), (R_QR, 0.2)),
}
# Levels 4 to 1 of those who are not very satisfied, (on time, late).
LESS = ((0.78, 0.165, 0.035, 0.02), (0.52, 0.24, 0.14, 0.10))
SECOND_SERVICE = 0.03
DEFAULT_AFTER_DAYS = 7
DEFAULT_LEVEL = 3
COMMENTING = 0.05
NO_COMMENT, NO_WINDOW = -1, -1


@dataclass(frozen=True)
class Ratings:
    """Columns of equal length; `level` is 1 to 5, 5 best, whatever the file says."""

    number: Numbers  # of the case
    service: Numbers
    organ: Numbers
    item: Numbers
    channel: Numbers
    window: Numbers
    level: Numbers
    tags: Numbers
    comment: Numbers
    rated: Numbers
    person: Numbers

    def __len__(self) -> int:
        return len(self.number)

    def select(self, which: Numbers) -> Self:
        """The ratings of a mask or of positions."""
        return replace(
            self, **{f.name: getattr(self, f.name)[which] for f in fields(self)}
        )


def draw(
    world: World, tags: TagLists, rng: np.random.Generator, cases: Cases
) -> Ratings:
    """Active and default ratings of the cases, up to the last day of the period."""
    closed = cases.closed != OPEN
    chance = rng.random(len(cases), dtype=np.float32)
    active = world.rates.active[cases.organ]
    rates = closed & (chance < active)
    again = closed & (chance < active * SECOND_SERVICE)
    lapses = closed & ~rates & (chance < active + world.rates.default[cases.organ])
    lapses &= ~by_standard(world, cases.organ)
    which = np.concatenate([np.flatnonzero(w) for w in (rates, again, lapses)])
    service = np.repeat([1, 2, 1], [w.sum() for w in (rates, again, lapses)])
    lapsed = np.repeat([False, False, True], [w.sum() for w in (rates, again, lapses)])

    rated = cases.select(which)
    n = len(rated)
    level = _levels(world, rng, rated)
    level = np.where(lapsed, DEFAULT_LEVEL, level).astype(np.int8)
    channel = _BY_APPLICATION[rated.channel, rng.integers(0, 256, n, dtype=np.uint8)]
    # The standard knows the telephone where the interface knows text messages.
    phones = (channel == R_SMS) & (rng.random(n) < 0.5)
    channel = np.where(phones & by_standard(world, rated.organ), R_PHONE, channel)
    channel = np.where(lapsed, R_DEFAULT, channel)
    at_desk = (channel == R_TABLET) | (channel == R_QR) & (rated.channel == WINDOW)
    window = rng.integers(0, 1 << 16, n) % world.windows[rated.organ]
    comments = rng.random(n) < COMMENTING * (1 + 5 * (level < 3))
    ratings = Ratings(
        number=rated.number(world),
        service=service.astype(np.int8),
        organ=rated.organ,
        item=rated.item,
        channel=channel.astype(np.int8),
        window=np.where(
            at_desk, world.window_start[rated.organ] + window, NO_WINDOW
        ).astype(np.int32),
        level=level,
        tags=np.where(lapsed, 0, tags.draw(rng, level, rated.is_late)),
        comment=np.where(comments & ~lapsed, comment(world, rng, level), NO_COMMENT),
        rated=rated.closed + _delay(rng, channel, service),
        person=rated.person,
    )
    return ratings.select(ratings.rated <= END)


def by_standard(world: World, organ: Numbers) -> Numbers:
    """Whether the organ's city delivers ratings by the standard."""
    standard = np.array([c.id in planned.STANDARD_CITIES for c in world.cities])
    return standard[world.city_of(organ)]


def comment(world: World, rng: np.random.Generator, level: Numbers) -> Numbers:
    """Positions of comments that suit the levels, without line breaks."""
    pools = world.comments.plain
    suited = [pool[rng.integers(0, len(pool), len(level))] for pool in pools]
    return np.where(level >= 4, suited[0], np.where(level == 3, suited[1], suited[2]))


def _levels(world: World, rng: np.random.Generator, rated: Cases) -> Numbers:
    month = world.days.month_index(rated.accepted // period.DAY_SECONDS)
    late = rated.is_late.astype(np.int8)
    very = world.rates.very_satisfied[late, rated.organ, month]
    less = _LESS[late, rng.integers(0, 1 << 10, len(rated))]
    return np.where(rng.random(len(rated), dtype=np.float32) < very, 5, less)


def _delay(rng: np.random.Generator, channel: Numbers, service: Numbers) -> Numbers:
    n = len(channel)
    share = rng.random(n)
    desk = 20 + share * 400
    later = 300 + share**3 * 5 * period.DAY_SECONDS
    wait = np.where((channel == R_TABLET) | (channel == R_KIOSK), desk, later)
    wait = np.where(channel == R_DEFAULT, DEFAULT_AFTER_DAYS * 86_400, wait)
    # A second service, fetching the paper say, comes on one of the next days.
    later_service: Numbers = (service - 1) * period.DAY_SECONDS
    return later_service + wait.astype(np.int64)


def _by_application() -> NDArray[np.int8]:
    table = np.zeros((4, 256), dtype=np.int8)
    for applied, shares in RATED_BY.items():
        until = np.rint(np.cumsum([share for _, share in shares]) * 256).astype(int)
        table[applied] = np.repeat([c for c, _ in shares], np.diff(until, prepend=0))
    return table


def _less_satisfied() -> NDArray[np.int8]:
    until = np.rint(np.cumsum(LESS, axis=1) * (1 << 10)).astype(int)
    return np.stack(
        [np.repeat((4, 3, 2, 1), np.diff(row, prepend=0)) for row in until]
    ).astype(np.int8)


_BY_APPLICATION = _by_application()
_LESS = _less_satisfied()
