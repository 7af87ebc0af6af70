"""The whole year: plan it, draw every month, write every file, count what was written.

Each month is drawn from its own streams of random numbers, in chunks of a fixed size,
so the bytes depend on the seed and the number of cases alone, not on how many threads
share the work, and memory does not grow with the number of cases.
"""

from __future__ import annotations

import shutil
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from pathlib import Path

from pipelines.demo import assessments, layout, period, statistics
from pipelines.demo.case_rows import case_header, pause_header
from pipelines.demo.layout import RawFile
from pipelines.demo.month import Shop, write_month
from pipelines.demo.parts import assemble
from pipelines.demo.plant import plant_everything
from pipelines.demo.planting import Planting
from pipelines.demo.progress import Meter, Progress
from pipelines.demo.rating_rows import rating_header
from pipelines.demo.spelling import Spelling
from pipelines.demo.summary import Correction, Summary
from pipelines.demo.tags import TagLists
from pipelines.demo.tally import Tally
from pipelines.demo.world import build
from pipelines.demo.writers import Output
from pipelines.errors import CallError
from pipelines.locations import Locations

MOST = 50_000_000
WORKERS = 2
WORKPLACE = ".demo"  # within the inbox, so that a finished file only changes its name
TAG_STREAM = 4_000


def generate(
    data_dir: Path,
    *,
    cases: int = 400_000,
    seed: int = 2026,
    on_progress: Progress | None = None,
) -> Summary:
    """Write an invented year into the inbox of the workspace at `data_dir`.

    Files of the same names are replaced; no other file is touched. `on_progress` is
    told what was just written and the share (0 to 1) of the work that is done.
    """
    if not 1 <= cases <= MOST:
        raise CallError(f"--cases {cases}: expected a number from 1 to {MOST:,}.")
    if seed < 0:
        raise CallError(f"--seed {seed}: expected 0 or a greater number.")
    began = time.perf_counter()
    locations = Locations(Path(data_dir))
    workplace = locations.inbox / WORKPLACE
    shutil.rmtree(workplace, ignore_errors=True)
    workplace.mkdir(parents=True)
    try:
        meter = Meter(cases, on_progress)
        summary = _write(locations, workplace, cases, seed, meter)
    finally:
        shutil.rmtree(workplace, ignore_errors=True)
    meter.finish()
    return replace(summary, seconds=time.perf_counter() - began)


def shared_files(months: Sequence[date]) -> list[RawFile]:
    """The files more than one month may add rows to."""
    files = [
        kind(m) for m in months for kind in (layout.pauses, layout.standard_ratings)
    ]
    for month in months:
        if month < layout.DAILY:
            files.append(layout.ratings(month))
        else:
            files += [layout.daily_ratings(day) for day in period.days_of(month)]
    return files


def _write(
    locations: Locations, workplace: Path, cases: int, seed: int, meter: Meter
) -> Summary:
    world = build(locations, cases, seed)
    tags = TagLists(world.tags, world.rng(TAG_STREAM))
    spelling = Spelling(world)
    planting = Planting(world, spelling, tags, cases)
    plant_everything(planting)
    inbox = locations.inbox
    shop = Shop(world, spelling, tags, planting, inbox, workplace, meter.add)
    shared = shared_files(world.months)
    with ThreadPoolExecutor(WORKERS) as pool:
        months = list(
            pool.map(lambda n: write_month(shop, n), range(len(world.months)))
        )
        list(pool.map(lambda file: _assemble(shop, file), shared))
    rows: Counter[str] = Counter()
    tally = Tally()
    for month in months:
        rows.update(month.rows)
        tally.add(month.tally)
    for file in shared:
        rows[file.path] += len(planting.rows.get(file.path, ()))
    late = layout.late_cases()
    with Output(late, inbox / late.path, workplace) as out:
        out.start(case_header(late))
        out.text(planting.rows[late.path])
        rows[late.path] = out.rows
    for source, write in (
        (layout.ASSESSMENTS, assessments.write),
        (layout.STATISTICS, statistics.write),
    ):
        of_files, bad = write(world, inbox, workplace)
        rows.update(of_files)
        planting.bad[source].update(bad)
    return _summary(cases, seed, planting, tally, rows)


def _assemble(shop: Shop, file: RawFile) -> None:
    header = pause_header if file.source == layout.PAUSES else rating_header
    planted = shop.planting.rows.get(file.path, [])
    numbers = range(len(shop.world.months))
    assemble(shop.workplace, shop.inbox, file, header(file), numbers, planted)


def _summary(
    cases: int, seed: int, planting: Planting, tally: Tally, rows: Mapping[str, int]
) -> Summary:
    of_source: Counter[str] = Counter()
    for path, number in rows.items():
        of_source[path.split("/")[0]] += number
    first = layout.cases(layout.CORRECTED)
    before, after = rows[first.path], rows[layout.correction(first).path]
    return Summary(
        cases=cases,
        seed=seed,
        as_of=period.AS_OF,
        files={path: rows[path] for path in sorted(rows)},
        rows={source: of_source[source] for source in layout.SOURCES},
        bad={source: dict(kinds) for source, kinds in planting.bad.items()},
        duplicates=dict(planting.duplicates),
        superseded=dict(planting.superseded),
        replaced={layout.CASES: before},
        correction=Correction(
            before, after, tally.changed, planting.test_entries, tally.withheld
        ),
        late_arrivals=planting.late_arrivals,
        bursts=tuple(planting.bursts),
        level_contradictions=planting.level_contradictions,
        deadline_contradictions=planting.deadline_contradictions,
        slip={
            month: (tally.slip_late[month], number)
            for month, number in sorted(tally.slip_cases.items())
        },
        hidden={
            city: (tally.late_open[city], number)
            for city, number in sorted(tally.late.items())
        },
    )
