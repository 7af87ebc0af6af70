"""Results are kept by what they were computed from."""

from collections.abc import Callable

import duckdb
import numpy as np
import pytest

from pipelines import fingerprint
from pipelines.score.kept import Kept, Results

SHARES = np.array([0.9, 0.8])


class Counting:
    """A computation that knows how often it was asked."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self) -> Results:
        self.times += 1
        return {"rank": np.array([1, 2]), "text": np.array([["a", "b"]])}


@pytest.fixture
def con() -> duckdb.DuckDBPyConnection:
    return duckdb.connect()


@pytest.fixture
def compute() -> Counting:
    return Counting()


def asked(con: duckdb.DuckDBPyConnection, work: Callable[[Kept], object]) -> None:
    kept = Kept(con)
    work(kept)
    kept.save()


def test_the_same_numbers_are_computed_once(
    con: duckdb.DuckDBPyConnection, compute: Counting
) -> None:
    for _ in range(3):
        asked(con, lambda kept: kept.of("ranks", SHARES, 30.0, compute=compute))
    assert compute.times == 1


def test_what_is_kept_is_what_was_computed(
    con: duckdb.DuckDBPyConnection, compute: Counting
) -> None:
    asked(con, lambda kept: kept.of("ranks", SHARES, compute=compute))
    found = Kept(con).of("ranks", SHARES, compute=compute)
    assert found["rank"].tolist() == [1, 2]
    assert found["text"].tolist() == [["a", "b"]]


@pytest.mark.parametrize(
    ("what", "inputs"),
    [
        ("tiers", (SHARES, "city")),
        ("ranks", (np.array([0.9, 0.81]), "city")),
        ("ranks", (SHARES.astype(np.float32), "city")),
        ("ranks", (SHARES.reshape(2, 1), "city")),
        ("ranks", (SHARES, "department")),
        ("ranks", (SHARES, "city", None)),
    ],
)
def test_another_input_is_another_result(
    con: duckdb.DuckDBPyConnection,
    compute: Counting,
    what: str,
    inputs: tuple[np.ndarray | str | None, ...],
) -> None:
    asked(con, lambda kept: kept.of("ranks", SHARES, "city", compute=compute))
    asked(con, lambda kept: kept.of(what, *inputs, compute=compute))
    assert compute.times == 2


def test_a_number_is_not_its_text(
    con: duckdb.DuckDBPyConnection, compute: Counting
) -> None:
    asked(con, lambda kept: kept.of("ranks", 30.0, compute=compute))
    asked(con, lambda kept: kept.of("ranks", "30.0", compute=compute))
    assert compute.times == 2


def test_another_program_computes_again(
    con: duckdb.DuckDBPyConnection, compute: Counting, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked(con, lambda kept: kept.of("ranks", SHARES, compute=compute))
    monkeypatch.setattr(fingerprint, "code_version", lambda: "2.0+other")
    asked(con, lambda kept: kept.of("ranks", SHARES, compute=compute))
    assert compute.times == 2


def test_what_nobody_asked_for_is_forgotten(
    con: duckdb.DuckDBPyConnection, compute: Counting
) -> None:
    asked(con, lambda kept: kept.of("ranks", SHARES, compute=compute))
    asked(con, lambda kept: None)
    assert con.execute("SELECT count(*) FROM kept.result").fetchall() == [(0,)]
