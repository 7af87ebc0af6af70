"""Who is evaluated: all, cities, departments, and every organ that has rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

import duckdb
import pyarrow as pa

from pipelines.declarations.reference import Entry
from pipelines.declarations.workspace import Workspace
from pipelines.tables import TEXTS, put

COLUMNS: dict[str, pa.DataType] = {
    "subject_id": pa.string(),
    "kind": pa.string(),
    "city_id": pa.string(),
    "department_id": pa.string(),
    "name": TEXTS,
    "short_name": TEXTS,
    "peer_group": pa.string(),
    "ranked": pa.bool_(),
    "position": pa.int32(),
    "peers": pa.string(),  # subjects with equal `peers` are compared with each other
}


def load(con: duckdb.DuckDBPyConnection, workspace: Workspace, as_of: date) -> None:
    """Table `subject`, in the order of the reference tables."""
    organs = con.execute(
        "SELECT DISTINCT city_id, department_id FROM partial.month_cell "
        "WHERE city_id IS NOT NULL AND department_id IS NOT NULL "
        "UNION SELECT DISTINCT city_id, department_id FROM partial.month_level "
        "WHERE city_id IS NOT NULL AND department_id IS NOT NULL "
        "UNION SELECT DISTINCT city_id, department_id FROM open_level "
        # An organ may have been assessed and have nothing else.
        "UNION SELECT DISTINCT "
        "regexp_extract(subject_id, '^organ:([^/]+)/', 1), "
        "split_part(subject_id, '/', 2) "
        "FROM partial.month_cell "
        "WHERE city_id IS NULL AND starts_with(subject_id, 'organ:') ORDER BY ALL"
    ).fetchall()
    put(con, "subject", COLUMNS, _rows(workspace, organs, as_of))


def _rows(
    workspace: Workspace, organs: list[tuple[str, str]], as_of: date
) -> Iterator[tuple[object, ...]]:
    everyone = workspace.settings.all_name
    yield ("all", "all", None, None, everyone, everyone, "all", False, 0, "all")
    reference = workspace.reference
    cities = {city.id: city for city in reference.cities}
    departments = {entry.id: entry for entry in reference.departments}
    for position, city in enumerate(reference.cities, start=1):
        row = _place("city", city, position, as_of)
        yield (f"city:{city.id}", "city", city.id, None, *row)
    for position, entry in enumerate(reference.departments, start=1):
        row = _place("department", entry, position, as_of)
        yield (f"department:{entry.id}", "department", None, entry.id, *row)
    order = {entry.id: at for at, entry in enumerate(reference.departments)}
    for city_id, department_id in organs:
        city, entry = cities[city_id], departments[department_id]
        yield (
            f"organ:{city_id}/{department_id}",
            "organ",
            city_id,
            department_id,
            _joined(city.names, entry.names),
            _joined(city.short_names, entry.short_names),
            entry.fields.get("peer_group") or "department",
            _is_ranked(entry) and city.valid_on(as_of) and entry.valid_on(as_of),
            order[department_id] + 1,
            f"organ:{department_id}",
        )


def _place(kind: str, entry: Entry, position: int, as_of: date) -> tuple[object, ...]:
    return (
        entry.names,
        entry.short_names,
        entry.fields.get("peer_group") or kind,
        _is_ranked(entry) and entry.valid_on(as_of),
        position,
        kind,
    )


def _is_ranked(entry: Entry) -> bool:
    """A vertical organ is shown and never ranked: the city cannot steer it."""
    return entry.fields.get("ranked", "true").lower() != "false"


def _joined(city: Mapping[str, str], department: Mapping[str, str]) -> dict[str, str]:
    """哈尔滨市公安局 in Chinese; Public Security Bureau, Harbin elsewhere."""
    return {
        language: f"{city[language]}{name}"
        if language in ("zh", "ja")
        else f"{name}, {city[language]}"
        for language, name in department.items()
    }
