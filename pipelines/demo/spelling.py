"""How a file writes cities and departments: six to twelve digits, old and new names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from pipelines.declarations.reference import Entry
from pipelines.demo.layout import RawFile
from pipelines.demo.text import coded
from pipelines.demo.world import World

Numbers = NDArray[Any]
OLD_NAMES = 3
ONE_IN = 3  # this many rows of a file with old names carry one
COUNTY_ONE_IN = 4  # this many rows with 12 digits name a county instead of its city


class Spelling:
    """The ways a workspace's tables allow a city or a department to be written."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.counties = _lists([_counties(city) for city in world.cities])
        self.old_names = _lists(_old_names(world.departments))

    def city(self, file: RawFile, organ: Numbers, row: Numbers) -> pa.Array:
        """The city's code in as many digits as the file has; `row` picks variants."""
        cities = self.world.cities
        padding = "0" * (file.division - 6)
        index = self.world.city_of(organ)
        codes = [city.id + padding for city in cities]
        if file.division < 12:
            return coded(codes, index)
        texts, start, count = self.counties
        which = (
            len(cities)
            + start[index]
            + row // COUNTY_ONE_IN % np.maximum(count[index], 1)
        )
        county = (row % COUNTY_ONE_IN == 0) & (count[index] > 0)
        return coded(
            codes + [text + padding for text in texts], np.where(county, which, index)
        )

    def department(self, file: RawFile, organ: Numbers, row: Numbers) -> pa.Array:
        """The department as the file writes it: identifier, name, or an old name."""
        departments = self.world.departments
        index = self.world.department_of(organ)
        if file.department == "id":
            return coded([department.id for department in departments], index)
        names = [department.names["zh"] for department in departments]
        if file.department == "name":
            return coded(names, index)
        texts, start, count = self.old_names
        which = len(names) + start[index] + row // ONE_IN % np.maximum(count[index], 1)
        old = (row % ONE_IN == 0) & (count[index] > 0)
        return coded(names + texts, np.where(old, which, index))


def _counties(city: Entry) -> list[str]:
    return [a for a in city.aliases if len(a) == 6 and a.isdigit() and a != city.id]


def _old_names(departments: Sequence[Entry]) -> list[list[str]]:
    # A name that two departments share could not be read back.
    owners = Counter(alias for d in departments for alias in set(d.aliases))
    return [
        [a for a in d.aliases if owners[a] == 1 and a[0] not in "市省" and len(a) > 2][
            :OLD_NAMES
        ]
        for d in departments
    ]


def _lists(lists: list[list[str]]) -> tuple[list[str], Numbers, Numbers]:
    """All texts in a row, where each list starts, and how long it is."""
    count = np.array([len(texts) for texts in lists])
    flat = [text for texts in lists for text in texts]
    return flat, np.cumsum(count) - count, count
