"""Look up every different raw text of a landing table once, to be joined."""

from __future__ import annotations

from collections.abc import Mapping

import duckdb
import pyarrow as pa

from pipelines.declarations.reference import EARLIEST, LATEST, Entry, Reference
from pipelines.declarations.source import REFERENCES, Source
from pipelines.landing.land import LANDING, kept_columns
from pipelines.tables import put_columns
from pipelines.validate.resolve import Resolver, is_resolved
from pipelines.validate.typed import LEFT_OVER

ITEM_COLUMNS = {"legal_days": pa.int32(), "promised_days": pa.int32()}


def look_up(
    con: duckdb.DuckDBPyConnection,
    source: Source,
    resolver: Resolver,
    kinds: Mapping[str, str],
) -> None:
    """Temp tables map_<column>: raw text, value, reason, days between it is valid.

    `kinds` holds the SQL type of every typed column.
    """
    for name in _resolved(source):
        raws = con.execute(
            f"SELECT DISTINCT coalesce(\"{name}\", '') FROM {LANDING}"
        ).fetchall()
        answers = _answers(con, source, resolver, kinds, name, raws)
        con.execute(f'CREATE OR REPLACE TEMP TABLE "map_{name}" AS {answers}')


def look_up_more(
    con: duckdb.DuckDBPyConnection,
    source: Source,
    resolver: Resolver,
    kinds: Mapping[str, str],
) -> None:
    """Add the raw texts of rows in temp table refused_row that no map knows yet."""
    for name in _resolved(source):
        raws = con.execute(
            f"SELECT DISTINCT coalesce(\"{name}\", '') FROM {LANDING} "
            f'WHERE rowid IN ({LEFT_OVER}) EXCEPT SELECT raw FROM "map_{name}"'
        ).fetchall()
        if raws:
            answers = _answers(con, source, resolver, kinds, name, raws)
            con.execute(f'INSERT INTO "map_{name}" {answers}')


def _resolved(source: Source) -> list[str]:
    return [n for n in kept_columns(source) if is_resolved(source.columns[n])]


def _answers(
    con: duckdb.DuckDBPyConnection,
    source: Source,
    resolver: Resolver,
    kinds: Mapping[str, str],
    name: str,
    raws: list[tuple[str]],
) -> str:
    """SELECT of what those raw texts of a column mean; uses temp table `answered`."""
    column = source.columns[name]
    answers = [resolver.resolve(column, raw, source.missing) for (raw,) in raws]
    put_columns(
        con,
        "answered",
        {
            "raw": (pa.string(), [raw for (raw,) in raws]),
            "value": (pa.string(), [a.value for a in answers]),
            "reason": (pa.string(), [a.reason for a in answers]),
            "valid_from": (pa.date32(), [a.valid_from for a in answers]),
            "valid_to": (pa.date32(), [a.valid_to for a in answers]),
        },
        temp=True,
    )
    # What items.csv says where a feed says nothing comes along with the item.
    of_item = column.kind == "item"
    defaults = (
        "LEFT JOIN item_default AS i ON i.item_id = answered.value" if of_item else ""
    )
    return (
        f"SELECT answered.* REPLACE (CAST(value AS {kinds[name]}) AS value)"
        f"{', i.*' if of_item else ''} FROM answered {defaults}"
    )


def load_item_defaults(con: duckdb.DuckDBPyConnection, reference: Reference) -> bool:
    """Temp table item_default: what items.csv says where a feed says nothing."""
    items = reference.items
    if not items:
        return False
    columns: dict[str, tuple[pa.DataType, list[object]]] = {
        "item_id": (pa.string(), [item.id for item in items])
    }
    for name in items[0].fields:
        if name in columns or name in ("valid_from", "valid_to"):
            continue
        values = [item.fields.get(name) or None for item in items]
        if name in ITEM_COLUMNS or all(v is None or v.isdigit() for v in values):
            columns[name] = (
                pa.int32(),
                [None if v is None else int(v) for v in values],
            )
        else:
            columns[name] = (pa.string(), list(values))
    put_columns(con, "item_default", columns, temp=True)
    return True


def dated_references(reference: Reference) -> frozenset[str]:
    """Kinds of which some entry did not exist at all times."""
    return frozenset(
        kind for kind in REFERENCES if any(map(_is_limited, reference.table(kind)))
    )


def _is_limited(entry: Entry) -> bool:
    return entry.valid_from > EARLIEST or entry.valid_to < LATEST
