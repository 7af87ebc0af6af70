"""The invented world: organs, items, windows and their sizes, ready to draw from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipelines.declarations.reference import Entry, load
from pipelines.demo import period, rates, shares
from pipelines.demo.comments import Comments
from pipelines.demo.people import identity_numbers, names, telephones
from pipelines.errors import CallError
from pipelines.locations import Locations

ORGAN_SLOTS = 1 << 18
ITEM_SLOTS = 1 << 10
CASES_A_WINDOW = 5_000
Numbers = NDArray[Any]


@dataclass(frozen=True)
class Items:
    """The items as columns; `table[department, slot]` draws one by popularity."""

    id: tuple[str, ...]
    promised: Numbers
    legal: Numbers
    is_natural: Numbers
    is_instant: Numbers
    visits: Numbers
    depth: Numbers
    table: Numbers


@dataclass(frozen=True)
class World:
    """Everything that is the same for all cases of one seed and size."""

    seed: int
    cities: tuple[Entry, ...]
    departments: tuple[Entry, ...]
    tags: tuple[Entry, ...]
    all_items: tuple[Entry, ...]
    days: period.Days
    months: tuple[date, ...]
    counts: dict[date, int]
    organ_share: Numbers
    organ_table: Numbers
    items: Items
    rates: rates.Rates
    windows: Numbers  # how many each organ has
    window_start: Numbers  # the position of its first in `window_names`
    window_names: tuple[str, ...]
    names: tuple[str, ...]
    identities: tuple[str, ...]
    telephones: tuple[str, ...]
    comments: Comments

    def rng(self, *stream: int) -> np.random.Generator:
        """Random numbers that depend on the seed and the stream's name alone."""
        return np.random.Generator(np.random.SFC64([self.seed, *stream]))

    def organ(self, city_id: str, department_id: str) -> int:
        """The number of an organ; the reference tables must have it."""
        city = position(self.cities, city_id, "cities.csv")
        department = position(self.departments, department_id, "departments.csv")
        return city * len(self.departments) + department

    def city_of(self, organ: Numbers) -> Numbers:
        """City positions of organs."""
        return organ // len(self.departments)

    def department_of(self, organ: Numbers) -> Numbers:
        """Department positions of organs."""
        return organ % len(self.departments)


def position(entries: Sequence[Entry], wanted: str, file: str) -> int:
    """Where an entry stands in its table; a CallError when it is not there."""
    for k, entry in enumerate(entries):
        if entry.id == wanted:
            return k
    raise CallError(
        f"The demo tells a story about {wanted!r}, which reference/{file} does not "
        "have. Run it on a workspace with the tables that come with the project."
    )


def build(locations: Locations, cases: int, seed: int) -> World:
    """The world of a workspace's reference tables."""
    reference = load(locations.reference, ("zh", "en"))
    days = period.load(locations.reference / "calendar.csv")
    rng = np.random.Generator(np.random.SFC64([seed, 0]))
    months = period.months()
    with_items = {item.fields["department_id"] for item in reference.items}
    departments = tuple(d for d in reference.departments if d.id in with_items)
    organ_share = shares.of_organs(reference.cities, departments, rng).ravel()
    windows = np.maximum(1, np.ceil(organ_share * cases / CASES_A_WINDOW)).astype(int)
    who = names(rng), identity_numbers(rng), telephones(rng)
    return World(
        seed=seed,
        cities=reference.cities,
        departments=departments,
        tags=reference.tags,
        all_items=reference.items,
        days=days,
        months=months,
        counts=days.counts(cases),
        organ_share=organ_share,
        organ_table=shares.lookup(organ_share, ORGAN_SLOTS),
        items=_items(reference.items, departments, rng),
        rates=rates.invent(reference.cities, departments, organ_share, months, rng),
        windows=windows,
        window_start=np.cumsum(windows) - windows,
        window_names=tuple(
            f"{city.id}-{department.id}-W{n + 1:03d}"
            for organ, (city, department) in enumerate(
                (c, d) for c in reference.cities for d in departments
            )
            for n in range(windows[organ])
        ),
        names=tuple(who[0]),
        identities=tuple(who[1]),
        telephones=tuple(who[2]),
        comments=Comments(rng, *who),
    )


def _items(
    items: Sequence[Entry], departments: Sequence[Entry], rng: np.random.Generator
) -> Items:
    def column(name: str) -> Numbers:
        return np.array([int(i.fields[name] or 0) for i in items], dtype=np.int16)

    instant = np.array([item.fields["type"] == "instant" for item in items])
    owner = np.array([item.fields["department_id"] for item in items])
    table = np.zeros((len(departments), ITEM_SLOTS), dtype=np.uint16)
    for k, department in enumerate(departments):
        own = np.flatnonzero(owner == department.id)
        # A few items make most of the work: shares fall as 1 / rank.
        popularity = 1 / (1.5 + rng.permutation(len(own)))
        table[k] = own[shares.lookup(popularity, ITEM_SLOTS)]
    return Items(
        id=tuple(item.id for item in items),
        promised=np.where(instant, 0, column("promised_days")).astype(np.int16),
        legal=column("legal_days"),
        is_natural=np.array([i.fields["promised_unit"] == "natural" for i in items]),
        is_instant=instant,
        visits=column("promised_visits").astype(np.int8),
        depth=np.clip(column("online_depth"), 1, 4).astype(np.int8),
        table=table,
    )
