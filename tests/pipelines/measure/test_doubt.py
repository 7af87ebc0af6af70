"""Odd ratings are the same whatever the order of rows, files and runs."""

from __future__ import annotations

import random
import tempfile
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from tests.pipelines.measure.cases_world import Row, World
from tests.pipelines.score.ratings_told import (
    burst,
    case,
    cases_csv,
    july,
    rating,
    ratings_csv,
    usual_day,
)

KEY = "one key for all worlds of this test"
TABLES = ("honesty_flag", "doubt", "contradicting_rating")


def rows() -> tuple[list[str], list[str]]:
    """Ratings and cases with one of every oddity that rests on single ratings."""
    closed = {f"C{n}": july(6 + n % 5, f"10:{n:02d}:07") for n in range(30)}
    cases = [case(name, july(1), moment) for name, moment in closed.items()]
    ratings = [
        rating(name, moment + timedelta(seconds=2 if n < 9 else 90 * n))
        for n, (name, moment) in enumerate(closed.items())
    ]
    ratings += [
        rating(f"E{n}", july(9), department="rsj", tags="510") for n in range(60)
    ]
    for day in (1, 2, 3, 6, 7, 8):
        ratings += usual_day(day, "W1", 8, minutes=420)
    ratings += burst(14, "W1", 26)
    cases.append(case("KEPT", july(1), july(8)))
    ratings.append(rating("KEPT", july(9), level=2, tags="209"))
    ratings.append(rating("SLIP", july(15), level=5, tags="208"))
    return ratings, cases


def suspicions(world: World) -> dict[str, list[str]]:
    figures = world.figures()
    return {name: sorted(map(str, figures.of(name))) for name in TABLES}


@pytest.fixture(scope="module")
def at_once(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """What two files say, loaded in one run."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GOVSCORE_HASH_KEY", KEY)
        world = World(tmp_path_factory.mktemp("once") / "data")
        ratings, cases = rows()
        world.give_text("ratings", ratings_csv(ratings))
        world.give_text("cases", cases_csv(cases))
        return suspicions(world)


def test_there_is_something_to_compare(at_once: dict[str, list[str]]) -> None:
    assert [flag.count("burst") for flag in at_once["honesty_flag"]].count(1) == 1
    assert any("instant_rating" in flag for flag in at_once["honesty_flag"])
    assert len(at_once["contradicting_rating"]) == 2


# Without shrinking: an example takes seconds, and its seed says it all.
@settings(max_examples=3, deadline=None, phases=[Phase.generate])
@given(st.integers(0, 10_000))
def test_neither_order_nor_files_nor_runs_change_a_suspicion(
    at_once: dict[str, list[str]], seed: int
) -> None:
    by = random.Random(seed)
    ratings, cases = rows()
    pieces = [
        *(("ratings", ratings_csv(part)) for part in dealt(by, ratings)),
        *(("cases", cases_csv(part)) for part in dealt(by, cases)),
    ]
    by.shuffle(pieces)
    with pytest.MonkeyPatch.context() as patch, tempfile.TemporaryDirectory() as folder:
        patch.setenv("GOVSCORE_HASH_KEY", KEY)
        world = World(Path(folder) / "data")
        for place, (source, text) in enumerate(pieces):
            world.give_text(source, text, f"{place}.csv")
            if place < len(pieces) - 1 and by.random() < 0.6:
                world.figures()
        assert suspicions(world) == at_once


def dealt(by: random.Random, rows: list[str]) -> list[list[str]]:
    """The rows in another order, in one to three files."""
    shuffled = by.sample(rows, len(rows))
    count = by.randint(1, 3)
    return [shuffled[start::count] for start in range(count)]


def test_a_correction_of_the_case_takes_the_suspicion_back(world: World) -> None:
    ratings, cases = rows()
    world.give_text("ratings", ratings_csv(ratings))
    world.give_text("cases", cases_csv(cases))
    kinds = {row["kind"] for row in told(world)}
    assert kinds == {"tag_against_level", "tag_against_clock"}
    # Closed a day later, the promise was not kept, and the tag is right.
    late = [case("KEPT", july(1), july(9, "09:00:00"))]
    world.give_text("cases", cases_csv([*cases[:-1], *late]), "2026-07_更正.csv")
    assert {row["kind"] for row in told(world)} == {"tag_against_level"}


def test_a_correction_of_the_rating_takes_the_suspicion_back(world: World) -> None:
    ratings, _ = rows()
    world.give_text("ratings", ratings_csv(ratings))
    assert [row["tags"] for row in told(world)] == [["208"]]
    right = [*ratings[:-1], rating("SLIP", july(15), level=2, tags="208")]
    world.give_text("ratings", ratings_csv(right), "2026-07_更正.csv")
    assert told(world) == []


def told(world: World) -> list[Row]:
    return world.figures().of("contradicting_rating")
