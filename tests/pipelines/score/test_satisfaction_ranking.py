"""The public ranking: who is placed, who is listed, who is withheld, who has none."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.pipelines.measure.cases_world import Row, World
from tests.pipelines.score.schemes import ratings

QUARTER = date(2026, 7, 1)


@pytest.fixture
def strict(tmp_path: Path) -> World:
    """Return a workspace with the limits of ten and thirty."""
    return World(tmp_path / "data", withheld_below=10)


def ranking(world: World, kind: str = "department") -> dict[str, Row]:
    found = world.figures("2026-09-30").of(
        "satisfaction_ranking", kind=kind, period_kind="quarter", period=QUARTER
    )
    return {row["subject_id"].partition(":")[2]: row for row in found}


def departments(world: World, names: list[str]) -> None:
    """Other departments than the usual, all of one family."""
    lines = [f"{name},{name}局,{name},,society,true" for name in names]
    head = "department_id,name_zh,name_en,aliases,peer_group,ranked"
    world.refer("departments", "\n".join([head, *lines]) + "\n")
    world.refer(
        "items",
        "item_id,department_id,name_zh,name_en,promised_days,legal_days\n"
        f"000109001000,{names[0]},户口登记,Household registration,5,20\n",
    )


def test_how_many_ratings_it_takes(strict: World) -> None:
    expected = {30: "ranked", 29: "listed", 10: "listed", 9: "withheld", 0: "no_data"}
    departments(strict, [f"d{n}" for n in expected])
    strict.give("ratings", ratings(*((f"d{n}", n, 0) for n in expected)))
    for name, row in ranking(strict).items():
        state = expected[int(name[1:])]
        assert row["state"] == state, name
        shown = state in ("ranked", "listed")
        for column in ("n", "share", "low", "high"):
            assert (row[column] is not None) == shown, (name, column)
        for column in ("adjusted", "rank", "rank_low", "rank_high", "tier", "peers"):
            assert (row[column] is not None) == (state == "ranked"), (name, column)
        assert (row["group_rank"] is not None) == (state == "ranked"), name


def test_a_vertical_organ_is_listed_and_moves_nobody(strict: World) -> None:
    strict.give("ratings", ratings(("swj", 60, 0), ("gaj", 30, 10), ("rsj", 35, 5)))
    found = ranking(strict)
    assert (found["swj"]["state"], found["swj"]["share"]) == ("listed", 1)
    assert (found["rsj"]["rank"], found["gaj"]["rank"]) == (1, 2)
    assert (found["rsj"]["peers"], found["gaj"]["peers"]) == (2, 2)


def test_a_place_in_the_peer_group_counts_its_own_only(strict: World) -> None:
    strict.give("ratings", ratings(("gaj", 40, 0), ("rsj", 30, 10), ("mzj", 35, 5)))
    found = ranking(strict)
    whole = {name: (row["rank"], row["peers"]) for name, row in found.items()}
    group = {
        name: (row["group_rank"], row["group_peers"]) for name, row in found.items()
    }
    assert whole == {"gaj": (1, 3), "mzj": (2, 3), "rsj": (3, 3), "swj": (None, None)}
    # 人社 and 民政 are of one family, 公安 of another.
    assert group == {"gaj": (1, 1), "mzj": (1, 2), "rsj": (2, 2), "swj": (None, None)}


def test_equal_shares_share_the_place(strict: World) -> None:
    strict.give("ratings", ratings(("gaj", 30, 10), ("rsj", 60, 20), ("mzj", 30, 30)))
    found = ranking(strict)
    assert [found[name]["rank"] for name in ("gaj", "rsj", "mzj")] == [1, 1, 3]


def test_a_small_unit_is_drawn_to_its_peers(strict: World) -> None:
    names = [f"d{number:02}" for number in range(12)]
    departments(strict, names)
    places = [
        (name, 700 + 20 * number, 300 - 20 * number)
        for number, name in enumerate(names[2:])
    ]
    strict.give("ratings", ratings(("d00", 30, 0), ("d01", 1960, 40), *places))
    found = ranking(strict)
    # All thirty satisfied are weaker evidence than 1,960 of 2,000.
    assert found["d00"]["share"] > found["d01"]["share"]
    assert found["d00"]["adjusted"] < found["d01"]["adjusted"]
    assert (found["d01"]["rank"], found["d00"]["rank"]) == (1, 2)
    low, high = found["d00"]["rank_low"], found["d00"]["rank_high"]
    assert low <= 2 <= high


def test_cities_are_ranked_among_cities(strict: World) -> None:
    strict.give(
        "ratings",
        """
        city,   level, times
        230100, 5,     40
        230100, 2,     1
        231000, 5,     40
        231081, 5,     20
        """,
    )
    found = ranking(strict, "city")
    assert {name: (row["state"], row["rank"]) for name, row in found.items()} == {
        "230100": ("ranked", 2),
        "231000": ("ranked", 1),
        "231081": ("listed", None),
    }
    assert found["231000"]["peers"] == 2


@pytest.mark.parametrize(("n", "rank"), [(29, None), (30, 1)])
def test_a_scorecard_is_ranked_from_thirty_ratings(
    strict: World, n: int, rank: int | None
) -> None:
    strict.declare(withheld_below=0)
    strict.edit("schemes/2026.toml", "coverage_minimum = 0.70", "coverage_minimum=0.3")
    strict.give("ratings", ratings(("gaj", n, 0)))
    strict.give("cases", "accepted, closed, times\n2026-07-01, 2026-07-01, 30")
    card = strict.figures().one(
        "scorecard",
        subject_id="department:gaj",
        period_kind="month",
        period=QUARTER,
    )
    assert (card["score"] is not None, card["n"], card["rank"]) == (True, n, rank)


def test_a_vertical_organ_has_a_score_and_no_rank(strict: World) -> None:
    strict.edit("schemes/2026.toml", "coverage_minimum = 0.70", "coverage_minimum=0.3")
    strict.give("ratings", ratings(("gaj", 40, 0), ("swj", 40, 0)))
    cards = {
        row["subject_id"]: (row["score"] is not None, row["rank"], row["peers"])
        for row in strict.figures("2026-07-31").of(
            "scorecard", period_kind="month", period=QUARTER
        )
        if row["score"] is not None
    }
    assert cards["department:swj"] == (True, None, None)
    assert cards["department:gaj"] == (True, 1, 1)
    assert cards["all"] == (True, None, None)
