"""Look up every different raw text of landed rows once, to be joined."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import duckdb
import numpy as np
import pyarrow as pa

from pipelines.declarations.reference import EARLIEST, LATEST, Entry, Reference
from pipelines.declarations.source import REFERENCES, Source
from pipelines.landing.pieces import kept_columns
from pipelines.tables import arrow_array, put_columns
from pipelines.validate import cells
from pipelines.validate.resolve import Resolver, is_resolved, repeats

Texts = Mapping[str, Sequence[str]]
"""Column to its different raw texts."""
ITEM_COLUMNS = {"legal_days": pa.int32(), "promised_days": pa.int32()}


class Codes:
    """Codes for the texts of a source's columns that repeat, the same in every part.

    A text's code is its place among the different texts of its column so far.
    """

    def __init__(self, source: Source) -> None:
        self._codes: dict[str, dict[str, int]] = {n: {} for n in repeating(source)}

    def put(self, table: pa.Table) -> tuple[pa.Table, Texts]:
        """Landed rows with code_<column>; all texts of columns that have new ones.

        Expects those columns as dictionaries. An absent cell is an empty one.
        """
        texts: dict[str, Sequence[str]] = {}
        for place, name in enumerate(table.column_names):
            if name in self._codes:
                known = self._codes[name]
                before = len(known)
                codes = [_known_codes(chunk, known) for chunk in table[name].chunks]
                table = table.set_column(
                    place, f"code_{name}", pa.chunked_array(codes, pa.int32())
                )
                if len(known) > before:
                    texts[name] = list(known)
        return table, texts


def _known_codes(chunk: pa.DictionaryArray, known: dict[str, int]) -> pa.Array:
    here, indices = chunk.dictionary.to_pylist(), chunk.indices
    if chunk.null_count:
        (place,) = _int32([len(here)])
        indices = indices.fill_null(place)
        here.append("")
    return _int32([known.setdefault(text, len(known)) for text in here]).take(indices)


def _int32(numbers: list[int]) -> pa.Array:
    return arrow_array(np.array(numbers, dtype=np.int32), pa.int32())


def look_up(
    con: duckdb.DuckDBPyConnection,
    source: Source,
    resolver: Resolver,
    kinds: Mapping[str, str],
    texts: Texts,
) -> None:
    """Temp tables map_<column>: code, raw and value of every text, and more of it.

    Of what is looked up: the reason why it has no value, the days between it is valid.
    Of numbers: whether one is given. `kinds` holds the SQL type of every typed column,
    `texts` what its cells may say.
    """
    for name, raws in texts.items():
        if is_resolved(source.columns[name]):
            answers = _answers(con, source, resolver, kinds, name, raws)
        else:
            answers = _numbers(con, source, name, raws)
        con.execute(f'CREATE OR REPLACE TEMP TABLE "map_{name}" AS {answers}')


def repeating(source: Source) -> list[str]:
    """The columns whose different texts are read once each."""
    return [n for n in kept_columns(source) if repeats(source.columns[n])]


def resolved(source: Source) -> list[str]:
    """Those of them whose values are looked up."""
    return [n for n in kept_columns(source) if is_resolved(source.columns[n])]


def _answers(
    con: duckdb.DuckDBPyConnection,
    source: Source,
    resolver: Resolver,
    kinds: Mapping[str, str],
    name: str,
    raws: Sequence[str],
) -> str:
    """SELECT of what those raw texts of a column mean; uses temp table `answered`."""
    column = source.columns[name]
    answers = [resolver.resolve(column, raw, source.missing) for raw in raws]
    put_columns(
        con,
        "answered",
        {
            "code": (pa.int32(), range(len(raws))),
            "raw": (pa.string(), raws),
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


def _numbers(
    con: duckdb.DuckDBPyConnection, source: Source, name: str, raws: Sequence[str]
) -> str:
    """SELECT of the numbers that those texts are; uses temp table `said`."""
    columns = {"code": (pa.int32(), range(len(raws))), "raw": (pa.string(), raws)}
    put_columns(con, "said", columns, temp=True)
    plain = cells.plain(source, name, source.columns[name], "raw")
    return (
        f"SELECT code, raw, {cells.whole_number('plain')} AS value, "
        "plain IS NOT NULL AS given "
        f"FROM (SELECT *, {plain} AS plain FROM said)"
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
