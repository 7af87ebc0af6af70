"""One month of the year: its cases, special procedures and ratings, chunk by chunk."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa

from pipelines.demo import layout, period
from pipelines.demo import ratings as rating_drawing
from pipelines.demo.case_rows import case_header, case_rows, pause_rows
from pipelines.demo.cases import END, OPEN, Cases, Numbers, draw
from pipelines.demo.layout import RawFile
from pipelines.demo.parts import Parts
from pipelines.demo.planting import Planting
from pipelines.demo.rating_rows import rating_rows
from pipelines.demo.spelling import Spelling
from pipelines.demo.tags import TagLists
from pipelines.demo.tally import Tally
from pipelines.demo.world import World
from pipelines.demo.writers import Output

CHUNK = 200_000
STREAM, PLACES = 10_000, 20_000
# In the file that is corrected later, this share of rows was closed two weeks late and
# this share was missing.
WRONG, MISSING = 0.005, 0.001
WRONG_BY = 14 * period.DAY_SECONDS


@dataclass(frozen=True)
class Shop:
    """What every month needs to be written."""

    world: World
    spelling: Spelling
    tags: TagLists
    planting: Planting
    inbox: Path
    workplace: Path
    done: Callable[[str, int], None]  # told the file and how many cases it got


@dataclass(frozen=True)
class Month:
    """What a month wrote: data rows by path, and the tally of the planted stories."""

    rows: dict[str, int]
    tally: Tally


def write_month(shop: Shop, number: int) -> Month:
    """Write the files of the month with that number, and parts of those it shares."""
    month = shop.world.months[number]
    parts, tally = Parts(shop.workplace, number), Tally()
    rows: dict[str, int] = {}
    try:
        if month < layout.DAILY:
            rows |= _write(
                shop,
                layout.cases(month),
                period.days_of(month),
                number,
                0,
                parts,
                tally,
            )
        else:
            for day in period.days_of(month):
                rows |= _write(
                    shop, layout.daily_cases(day), (day,), number, day.day, parts, tally
                )
    finally:
        parts.close()
    return Month(rows | parts.rows, tally)


def _write(
    shop: Shop,
    file: RawFile,
    days: tuple[date, ...],
    number: int,
    stream: int,
    parts: Parts,
    tally: Tally,
) -> dict[str, int]:
    month = shop.world.months[number]
    before = shop.world.counts
    # Serials run through the month, whichever file a day is in.
    serial = 1 + sum(before[d] for d in period.days_of(month) if d < days[0])
    with ExitStack() as closing:
        out = closing.enter_context(
            Output(file, shop.inbox / file.path, shop.workplace)
        )
        out.start(case_header(file))
        corrected = None
        if month == layout.CORRECTED:
            right = layout.correction(file)
            corrected = closing.enter_context(
                Output(right, shop.inbox / right.path, shop.workplace)
            )
            corrected.start(case_header(right))
        for k, day in enumerate(_chunks(shop.world, days)):
            rng = shop.world.rng(STREAM, number, stream, k)
            cases = draw(shop.world, rng, day, serial + np.arange(len(day)))
            serial += len(day)
            tally.count(shop.world, f"{month:%Y-%m}", cases)
            planted = shop.planting.rows.get(file.path, []) if k == 0 else []
            places = shop.world.rng(PLACES, number, stream)
            written = cases
            if corrected is not None:
                corrected.table(case_rows(file, shop.spelling, cases))
                written = _as_first_sent(rng, cases, tally)
            table = case_rows(file, shop.spelling, written)
            for piece in _interleaved(table, planted, places):
                if isinstance(piece, pa.Table):
                    out.table(piece)
                else:
                    out.text(piece)
            own = layout.pauses(month)
            with_suspensions = month != layout.PAUSED_COLUMN
            parts.append(own, pause_rows(own, shop.spelling, cases, with_suspensions))
            _write_ratings(shop, rng, cases, parts)
            shop.done(file.name, len(day))
    rows = {file.path: out.rows}
    return rows | ({corrected.file.path: corrected.rows} if corrected else {})


def _chunks(world: World, days: tuple[date, ...]) -> Iterator[Numbers]:
    """Day numbers of the cases of these days, in chunks; at least one, maybe empty."""
    numbers = np.array([period.number(day) for day in days], dtype=np.int32)
    until = np.cumsum([world.counts[day] for day in days])
    for start in range(0, max(1, int(until[-1])), CHUNK):
        within = np.clip(until, start, start + CHUNK)
        yield np.repeat(numbers, np.diff(within, prepend=start))


def _as_first_sent(rng: np.random.Generator, cases: Cases, tally: Tally) -> Cases:
    """The cases as they stood before the correction: some wrong, some missing."""
    chance = rng.random(len(cases))
    wrong = (chance < WRONG) & (cases.closed != OPEN) & (cases.closed + WRONG_BY <= END)
    missing = chance > 1 - MISSING
    tally.changed += int(wrong.sum())
    tally.withheld += int(missing.sum())
    moved = replace(cases, closed=cases.closed + wrong * WRONG_BY)
    return moved.select(~missing)


def _interleaved(
    table: pa.Table, planted: list[list[str | None]], rng: np.random.Generator
) -> Iterator[pa.Table | list[list[str | None]]]:
    """The table cut where planted rows go, each group of rows kept together."""
    if not planted:
        yield table
        return
    # Neighbours in the list stay neighbours in the file about one time in three.
    groups = np.split(
        np.arange(len(planted)), np.flatnonzero(rng.random(len(planted)) < 0.7)
    )
    places = np.sort(rng.integers(0, table.num_rows + 1, len(groups)))
    start = 0
    for place, group in zip(places, groups, strict=True):
        if place > start:
            yield table.slice(start, place - start)
        yield [planted[k] for k in group]
        start = int(place)
    yield table.slice(start)


def _write_ratings(
    shop: Shop, rng: np.random.Generator, cases: Cases, parts: Parts
) -> None:
    ratings = rating_drawing.draw(shop.world, shop.tags, rng, cases)
    days = (ratings.rated // period.DAY_SECONDS).astype(np.int32)
    standard = rating_drawing.by_standard(shop.world, ratings.organ)
    # Months get one file, but days of the last month one each, save for the standard.
    daily = (days >= period.number(layout.DAILY)) & ~standard
    month = shop.world.days.month_index(days)
    key = np.where(daily, days, month.astype(np.int32) * 2 + standard)
    for wanted in np.unique(key):
        which = np.flatnonzero(key == wanted)
        if wanted >= period.number(layout.DAILY):
            day = date.fromordinal(int(wanted) + date(1970, 1, 1).toordinal())
            file = layout.daily_ratings(day)
        else:
            first = shop.world.months[int(wanted) // 2]
            by_standard = int(wanted) % 2 == 1
            file = (
                layout.standard_ratings(first) if by_standard else layout.ratings(first)
            )
        table = rating_rows(file, shop.spelling, shop.tags, ratings.select(which))
        parts.append(file, table)
