"""Rows become a temp table with the types that were asked for, and nothing is lost."""

from collections.abc import Iterator
from datetime import date

import duckdb
import numpy as np
import pyarrow as pa
import pytest

from pipelines.tables import TEXTS, put, put_arrays, put_columns

COLUMNS = {
    "name": pa.string(),
    "said": TEXTS,
    "several": pa.list_(pa.string()),
    "share": pa.float64(),
    "rank": pa.int32(),
    "rows": pa.int64(),
    "is_ranked": pa.bool_(),
    "day": pa.date32(),
}
SAID = {"zh": "省 'a'", "en": "Province; \\"}


@pytest.fixture
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        yield connection


def test_every_kind_of_value_comes_back(con: duckdb.DuckDBPyConnection) -> None:
    whole = ("a", SAID, ["x", "y"], 0.1, -3, 2**40, True, date(2026, 7, 1))
    empty = ("", {}, [], 0.0, 0, 0, False, date(1970, 1, 1))
    unknown = (None,) * len(COLUMNS)
    put(con, "given", COLUMNS, [whole, empty, unknown])
    assert con.execute("FROM given").fetchall() == [whole, empty, unknown]
    kinds = [kind for (_, kind, *_) in con.execute("DESCRIBE given").fetchall()]
    assert kinds == [
        "VARCHAR",
        "MAP(VARCHAR, VARCHAR)",
        "VARCHAR[]",
        "DOUBLE",
        "INTEGER",
        "BIGINT",
        "BOOLEAN",
        "DATE",
    ]


def test_no_rows_are_a_table_too(con: duckdb.DuckDBPyConnection) -> None:
    put(con, "given", COLUMNS, [])
    assert con.execute("FROM given").fetchall() == []
    assert len(con.execute("DESCRIBE given").fetchall()) == len(COLUMNS)


def test_rows_keep_their_order_and_replace_those_before(
    con: duckdb.DuckDBPyConnection,
) -> None:
    for numbers in (range(9), range(5000)):
        put_columns(con, "given", {"rank": (pa.int32(), list(numbers))})
    found = [rank for (rank,) in con.execute("FROM given").fetchall()]
    assert found == list(range(5000))


def test_numbers_of_numpy_are_numbers(con: duckdb.DuckDBPyConnection) -> None:
    row = (np.float64(0.1), np.int64(7), np.bool_(True), np.str_("a"))
    kinds = {"a": pa.float64(), "b": pa.int32(), "c": pa.bool_(), "d": pa.string()}
    put(con, "given", kinds, [row, (np.nan, None, None, None)])
    first, second = con.execute("FROM given").fetchall()
    assert first == (0.1, 7, True, "a")
    assert np.isnan(second[0]) and second[1:] == (None, None, None)


def test_arrays_are_columns_and_what_is_not_a_number_is_unknown(
    con: duckdb.DuckDBPyConnection,
) -> None:
    share = np.array([0.1, np.nan])
    names = np.array(["a", None], dtype=object)
    put_arrays(con, "given", {"share": share, "rank": np.array([1, 2]), "name": names})
    assert con.execute("FROM given").fetchall() == [(0.1, 1, "a"), (None, 2, None)]
    kinds = [kind for (_, kind, *_) in con.execute("DESCRIBE given").fetchall()]
    assert kinds == ["DOUBLE", "BIGINT", "VARCHAR"]
