"""The reference tables of the default workspace, read as a clerk's spreadsheet does."""

import csv
from collections.abc import Callable
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]

Rows = list[dict[str, str]]
Read = Callable[[str], Rows]
Resolve = Callable[[str, str], set[str]]

KEYS = {
    "cities": "city_id",
    "departments": "department_id",
    "items": "item_id",
    "tags": "tag_id",
    "channels": "channel",
    "peer_groups": "peer_group",
}
NAMES = ["name_zh", "name_en", "short_zh", "short_en"]


@pytest.fixture(scope="session")
def reference() -> Read:
    """Return a function that reads one table of data/reference as text."""

    def read(table: str) -> Rows:
        return _read(PROJECT / "data" / "reference" / f"{table}.csv")

    return read


@pytest.fixture(scope="session")
def resolve(reference: Read) -> Resolve:
    """Return a function that gives the ids a written name may mean in a table."""

    def ids(table: str, written: str) -> set[str]:
        return meanings(table, reference(table)).get(written.casefold(), set())

    return ids


@pytest.fixture(scope="session")
def counties() -> Rows:
    """Return the counties of Heilongjiang in the official list of divisions."""
    regions = _read(PROJECT / "tests" / "vectors" / "regions_hlj_hebei.csv")
    return [
        region
        for region in regions
        if region["level"] == "county" and region["code"].startswith("23")
    ]


def meanings(table: str, rows: Rows) -> dict[str, set[str]]:
    """Return for every id, name and alias, in lower case, the ids it may mean."""
    means: dict[str, set[str]] = {}
    for row in rows:
        id = row[KEYS[table]]
        names = [row[column] for column in NAMES if column in row]
        for name in [id, *names, *row["aliases"].split("|")]:
            if name:
                means.setdefault(name.casefold(), set()).add(id)
    return means


def _read(path: Path) -> Rows:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))
