"""The public ranking: who is placed, who is listed, who is withheld, who has none."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.pipelines.measure.cases_world import Row, World
from tests.pipelines.score.schemes import ratings

QUARTER = date(2026, 7, 1)
OF_THE_RANKED = (
    *("adjusted", "order_by", "reliability", "rank", "rank_low", "rank_high", "tier"),
    *("expected_rank", "peers", "set_low", "set_high", "best", "could_be_best"),
)


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
        for column in OF_THE_RANKED:
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


def two_surprises(others: int, family: str = "society") -> list[tuple[str, int, int]]:
    """One with all thirty satisfied, one with 1,960 of 2,000, and others below."""
    steps = [
        (f"d{number:02}", 700 + 10 * number, 300 - 10 * number)
        for number in range(2, 2 + others)
    ]
    return [("d00", 30, 0), ("d01", 1960, 40), *steps]


def give_departments(strict: World, places: list[tuple[str, int, int]]) -> None:
    departments(strict, [name for name, _, _ in places])
    strict.give("ratings", ratings(*places))


def test_a_small_unit_is_drawn_to_its_peers(strict: World) -> None:
    give_departments(strict, two_surprises(others=18))
    found = ranking(strict)
    # All thirty satisfied are weaker evidence than 1,960 of 2,000.
    assert found["d00"]["share"] > found["d01"]["share"]
    assert found["d00"]["adjusted"] < found["d01"]["adjusted"]
    assert (found["d01"]["rank"], found["d00"]["rank"]) == (1, 2)
    low, high = found["d00"]["rank_low"], found["d00"]["rank_high"]
    assert low <= 2 <= high
    assert found["d00"]["reliability"] < found["d01"]["reliability"]


def test_nobody_is_drawn_to_fewer_than_twenty(strict: World) -> None:
    give_departments(strict, two_surprises(others=17))
    found = ranking(strict)
    assert found["d00"]["peers"] == 19
    assert {row["order_by"] for row in found.values()} == {"raw"}
    assert {row["drawn_to"] for row in found.values()} == {None}
    for name, row in found.items():
        assert row["adjusted"] == row["share"], name
        # Without a prior the range is the confidence set.
        assert (row["rank_low"], row["rank_high"]) == (row["set_low"], row["set_high"])
    # First by its share, and not surely before the 1,960 of 2,000.
    assert found["d00"]["rank"] == 1
    assert (found["d00"]["rank_low"], found["d00"]["rank_high"]) == (1, 2)


def test_a_group_of_twenty_is_a_circle_of_its_own_and_a_smaller_one_is_not(
    strict: World,
) -> None:
    low = [(f"a{number:02}", 600 + number, 400 - number) for number in range(20)]
    high = [(f"b{number:02}", 950 + number, 50 - number) for number in range(3)]
    # Thirty ratings each, alike in both families.
    small = [("a20", 24, 6), ("b20", 24, 6)]
    families = {"a": "society", "b": "enforcement"}
    lines = [
        f"{name},{name}局,{name},,{families[name[0]]},true"
        for name, _, _ in (*low, *high, *small)
    ]
    departments(strict, ["a00"])
    strict.refer(
        "departments",
        "\n".join(["department_id,name_zh,name_en,aliases,peer_group,ranked", *lines]),
    )
    strict.give("ratings", ratings(*low, *high, *small))
    found = ranking(strict)
    assert {found[name]["drawn_to"] for name, _, _ in low} == {"society"}
    assert {found[name]["drawn_to"] for name, _, _ in high} == {"all"}
    # In a family that lies at 60 %, 80 % of thirty is harder to believe than among all,
    # of whom some lie at 95 %.
    assert 0.6 < found["a20"]["adjusted"] < found["b20"]["adjusted"] < 0.8
    # Within the small family places go by the same figure.
    members = sorted(
        (row["group_rank"], row["rank"])
        for name, row in found.items()
        if name.startswith("b")
    )
    assert members == sorted(members, key=lambda pair: pair[1])
    assert [rank for rank, _ in members] == [1, 2, 3, 4]


def test_claims_follow_the_confidence_set(strict: World) -> None:
    give_departments(strict, two_surprises(others=28))
    found = ranking(strict)
    # Of thirty, "the best ten" are ten; the middle is 15.5.
    for name, row in found.items():
        assert row["best"] == 10, name
        assert row["could_be_best"] == (row["set_low"] <= 10), name
        assert (row["differs"] == "above") == (row["set_high"] < 15.5), name
        assert (row["differs"] == "below") == (row["set_low"] > 15.5), name
    assert (found["d01"]["could_be_best"], found["d01"]["differs"]) == (True, "above")
    assert (found["d02"]["could_be_best"], found["d02"]["differs"]) == (False, "below")
    # 860 of 1,000, where the middle lies.
    assert (found["d16"]["could_be_best"], found["d16"]["differs"]) == (False, None)


def test_the_best_are_at_most_a_third(strict: World) -> None:
    give_departments(strict, two_surprises(others=10))
    assert {row["best"] for row in ranking(strict).values()} == {4}


def test_the_best_tier_holds_nobody_who_can_be_told_from_its_first(
    strict: World,
) -> None:
    give_departments(strict, two_surprises(others=28))
    found = ranking(strict)
    tiers = {name: row["tier"] for name, row in found.items()}
    assert tiers["d01"] == 1
    # 970 of 1,000 and 1,960 of 2,000: so near that nobody can tell.
    assert tiers["d29"] == 1
    assert tiers["d02"] == max(tiers.values()) > 2
    assert sorted(tiers.values()) == [
        row["tier"] for row in sorted(found.values(), key=lambda row: row["rank"])
    ]


def test_everybody_is_in_a_declared_group_and_one_by_volume(strict: World) -> None:
    strict.give("ratings", ratings(("gaj", 40, 0), ("rsj", 30, 10), ("mzj", 35, 5)))
    # Only July is known, and stands for a year: 249 × 12 = 2,988 and 250 × 12 = 3,000.
    strict.give(
        "cases",
        """
        department, accepted,   promised, closed,     times
        gaj,        2026-07-01, 5,        2026-07-02, 249
        rsj,        2026-07-01, 5,        2026-07-02, 250
        """,
    )
    figures = strict.figures("2026-07-31")
    rows = figures.of("subject_group", period_kind="quarter", period=QUARTER)
    groups = {
        (row["subject_id"].partition(":")[2], row["peer_group"]): row["rank"]
        for row in rows
        if row["subject_id"].startswith("department")
    }
    assert groups == {
        ("gaj", "enforcement"): 1,
        ("gaj", "volume_small"): 1,
        ("rsj", "society"): 2,
        ("rsj", "volume_middle"): 1,
        # Civil Affairs had no case that fell due: in no class by volume.
        ("mzj", "society"): 1,
        # Never ranked, and a member all the same.
        ("swj", "economy"): None,
    }


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
