"""Workspaces with small numbers in them, published as a run would."""

from __future__ import annotations

import json
from pathlib import Path

import duckdb
import numpy as np
from numpy.typing import NDArray

from tests.pipelines.measure.cases_world import World

CITIES = ("230100", "231000", "231081")
DEPARTMENTS = ("gaj", "rsj", "mzj", "swj")
MONTHS = tuple(f"2026-{month:02}" for month in range(1, 8))
AS_OF = "2026-07-31"
Counts = NDArray[np.int64]  # ratings by city, department and month


def large() -> Counts:
    """Nobody is small: sixty ratings of every organ in every month."""
    return np.full((len(CITIES), len(DEPARTMENTS), len(MONTHS)), 60)


def one_small_city() -> Counts:
    """Three, four or none a month of each department in the smallest city, not ever."""
    counts = large()
    counts[2] = 1
    counts[2, 0] = [3, 0, 4, 2, 5, 1, 2]
    return counts


def one_small_month() -> Counts:
    """A department that is large but for one month in the middle of a quarter."""
    counts = large()
    counts[:, 1, 4] = [4, 2, 1]
    return counts


def everybody_small() -> Counts:
    """One to six of every organ, some of them none, and many withheld quarters."""
    return np.random.default_rng(7).integers(0, 7, large().shape)


def drawn(seed: int) -> Counts:
    """Sizes of very different order, as cities and departments have them."""
    rng = np.random.default_rng(seed)
    scale = rng.lognormal(1.5, 1.2, (len(CITIES), 1, 1))
    scale = scale * rng.lognormal(0.5, 1.0, (1, len(DEPARTMENTS), 1))
    return rng.poisson(scale * np.ones(len(MONTHS)))


def publish(root: Path, counts: Counts, width: int = 5, round_to: int = 1) -> World:
    """A workspace whose ratings are as counted; cases are some more than ratings."""
    world = World(root, withheld_below=10)
    world.declare(protection_width=width, round_to=round_to)
    rng = np.random.default_rng(int(counts.sum()))
    ratings = ["city, department, rated, level, channel, times"]
    cases = ["city, department, accepted, closed, times"]
    for at, count in np.ndenumerate(counts):
        city, department, month = CITIES[at[0]], DEPARTMENTS[at[1]], MONTHS[at[2]]
        levels = rng.multinomial(count, [0.05, 0.05, 0.1, 0.3, 0.5])
        ratings += [
            f"{city}, {department}, {month}-10, {level}, window, {times}"
            for level, times in enumerate(levels, start=1)
            if times
        ]
        defaults, unrated = rng.integers(0, 3), rng.integers(0, 5)
        if defaults:
            ratings.append(f"{city}, {department}, {month}-11, 5, default, {defaults}")
        closed = count + unrated
        if closed:
            on = f"{month}-05, {month}-09"
            cases.append(f"{city}, {department}, {on}, {closed}")
    world.give("ratings", "\n".join(ratings))
    world.give("cases", "\n".join(cases))
    assert world.run(AS_OF).status == "published"
    return world


def file_of(world: World, audience: str) -> Path:
    """The published file of an audience."""
    document = json.loads(world.at.current.read_text("utf-8"))
    return world.at.published / str(document["files"][audience])


def ask(world: World, audience: str, sql: str) -> list[tuple[object, ...]]:
    """Any question to a published file."""
    with duckdb.connect(str(file_of(world, audience)), read_only=True) as con:
        return con.execute(sql).fetchall()
