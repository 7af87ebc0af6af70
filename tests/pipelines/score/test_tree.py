"""A scheme as a tree: three levels, every scale, geometric means, all by hand."""

from __future__ import annotations

from datetime import date

import pytest

from tests.pipelines.measure.cases_world import Figures, Row, World
from tests.pipelines.score.schemes import BANDS, ratings

GAJ, JULY = "department:gaj", date(2026, 7, 1)


def declare(world: World, text: str, top: str = "") -> None:
    """Write the only scheme: the text of its pillars, and what stands before them."""
    for path in world.at.schemes.glob("*.toml"):
        path.unlink()
    lines = [
        "valid_from = 2020-01-01",
        "valid_to = 2027-12-31",
        'audiences = ["public", "internal"]',
        'name = { zh = "树", en = "Tree" }',
        top,
        text,
    ]
    for band, start in BANDS:
        lines += ["[[bands]]", f'band = "{band}"', f"from_score = {start}"]
        lines.append(f'name = {{ zh = "{band}", en = "{band}" }}')
    (world.at.schemes / "tree.toml").write_text("\n".join(lines), "utf-8")


def pillar(name: str, weight: float, more: str, depth: int = 1) -> str:
    key = ".".join(["pillars"] * depth)
    return (
        f'[[{key}]]\npillar = "{name}"\nweight = {weight}\n'
        f'name = {{ zh = "{name}", en = "{name}" }}\n{more}\n'
    )


def leaf(indicator: str, weight: float, scale: str = "worst = 0, best = 1") -> str:
    return f'{{ indicator = "{indicator}", weight = {weight}, {scale} }}'


def of(figures: Figures, table: str, **where: object) -> list[Row]:
    return figures.of(
        table, **{"subject_id": GAJ, "period_kind": "month", "period": JULY, **where}
    )


THREE_LEVELS = (
    pillar("voice", 2, f"indicators = [{leaf('satisfied_rate', 1)}]")
    + pillar("work", 3, 'mean = "geometric"')
    + pillar("speed", 1, f"indicators = [{leaf('on_time_rate', 1)}]", 2)
    + pillar("ease", 1, "", 2)
    + pillar("visits", 3, f"indicators = [{leaf('one_visit_rate', 1)}]", 3)
    + pillar("online", 1, f"indicators = [{leaf('same_day_rate', 1)}]", 3)
)
CASES = """\
accepted,   promised, closed,     visits, times
2026-07-01, 5,        2026-07-01, 1,      20
2026-07-01, 5,        2026-07-08, 2,      44
2026-07-01, 5,        2026-07-20, 1,      16
"""


def test_a_tree_of_three_levels(world: World) -> None:
    declare(world, THREE_LEVELS)
    world.give("ratings", ratings(("gaj", 80, 20)))
    world.give("cases", CASES)
    figures = world.figures()
    (card,) = of(figures, "scorecard")
    # On time 64 of 80; one visit 36 of 80; on the same day 20 of 80.
    speed, ease = 80, (3 * 45 + 25) / 4
    work = (speed * ease) ** 0.5
    assert card["score"] == pytest.approx(0.4 * 80 + 0.6 * work)
    assert (card["base_score"], card["adjustment"]) == (card["score"], 0)
    nodes = {row["pillar"]: row for row in of(figures, "pillar_score")}
    assert {name: row["score"] for name, row in nodes.items()} == pytest.approx(
        {"voice": 80, "work": work, "speed": 80, "ease": 40, "visits": 45, "online": 25}
    )
    placed = [
        (row["pillar"], row["parent"], row["depth"])
        for row in sorted(nodes.values(), key=lambda row: row["position"])
    ]
    assert placed == [
        ("voice", None, 1),
        ("work", None, 1),
        ("speed", "work", 2),
        ("ease", "work", 2),
        ("visits", "ease", 3),
        ("online", "ease", 3),
    ]
    weights = {name: row["weight"] for name, row in nodes.items()}
    assert weights == pytest.approx(
        {"voice": 0.4, "work": 0.6, "speed": 0.3, "ease": 0.3, "visits": 0.225,
         "online": 0.075}
    )  # fmt: skip
    scores = of(figures, "score")
    assert {row["indicator_id"]: row["pillar"] for row in scores} == {
        "satisfied_rate": "voice",
        "on_time_rate": "speed",
        "one_visit_rate": "visits",
        "same_day_rate": "online",
    }
    assert sum(row["weight"] for row in scores) == pytest.approx(1)
    assert sum(row["contribution"] for row in scores) == pytest.approx(card["score"])
    made = {name: row["contribution"] for name, row in nodes.items()}
    assert made["speed"] + made["ease"] == pytest.approx(made["work"])
    assert made["visits"] + made["online"] == pytest.approx(made["ease"])


def test_a_pillar_keeps_its_weight_while_enough_of_it_is_there(world: World) -> None:
    half = f"indicators = [{leaf('satisfied_rate', 7)}, {leaf('on_time_rate', 3)}]"
    other = f"indicators = [{leaf('very_satisfied_rate', 1)}]"
    declare(world, pillar("mixed", 1, half) + pillar("voice", 1, other))
    # Of 100, 60 are very satisfied and 80 satisfied; no case was due.
    world.give("ratings", "level, times\n5, 60\n4, 20\n1, 20")
    (card,) = of(world.figures(), "scorecard")
    assert (card["score"], card["coverage"]) == pytest.approx((70, 0.85))
    declare(
        world, pillar("mixed", 1, f"coverage_minimum = 0.8\n{half}")
        + pillar("voice", 3, other),
    )  # fmt: skip
    figures = world.figures()
    (card,) = of(figures, "scorecard")
    # Seven tenths are too little now: the whole weight is the other pillar's.
    assert (card["score"], card["coverage"]) == pytest.approx((60, 0.75))
    weights = {row["indicator_id"]: row["weight"] for row in of(figures, "score")}
    assert weights == {"satisfied_rate": 0, "very_satisfied_rate": 1}


SCALES = [
    # 80 of 100 satisfied; 98 % wanted, two points off for a percentage point.
    ('scoring = "target_clamp", target = 0.98, loss = 200', 64),
    ('scoring = "target_clamp", target = 0.98, loss = 200, least = 70', 70),
    ('scoring = "target_clamp", target = 0.75, loss = 200', 100),
    ('scoring = "steps", steps = [{ at = 0.7, points = 50 }, '
     "{ at = 0.8, points = 75 }, { at = 0.9, points = 100 }]", 75),
    ('scoring = "steps", steps = [{ at = 0.9, points = 100 }], least = 20', 20),
    # The peers have 0.80, 0.90 and 0.50: 0.320256308 deviations above their mean.
    ('scoring = "min_max"', 75),
    ('scoring = "min_max", least = 1, most = 100', 75.25),
    ('scoring = "z"', 50 + 10 * 0.320256308),
    ('scoring = "z", middle = 60, spread = 20', 60 + 20 * 0.320256308),
]  # fmt: skip


@pytest.mark.parametrize(("scale", "score"), SCALES)
def test_every_scale_scores_as_it_says(world: World, scale: str, score: float) -> None:
    declare(world, pillar("a", 1, f"indicators = [{leaf('satisfied_rate', 1, scale)}]"))
    world.give("ratings", ratings(("gaj", 80, 20), ("rsj", 90, 10), ("mzj", 50, 50)))
    (card,) = of(world.figures(), "scorecard")
    assert card["score"] == pytest.approx(score)
    assert card["low"] <= card["score"] <= card["high"]


def test_where_less_is_better_the_scales_turn_round(world: World) -> None:
    for scale, score in (
        # A fifth is bad: 15 percentage points over the target of 5 %.
        ('scoring = "target_clamp", target = 0.05, loss = 200', 70),
        ('scoring = "min_max"', 75),
        ('scoring = "steps", steps = [{ at = 0.3, points = 40 }, '
         "{ at = 0.2, points = 60 }, { at = 0.1, points = 90 }]", 60),
    ):  # fmt: skip
        declare(world, pillar("a", 1, f"indicators = [{leaf('bad_rate', 1, scale)}]"))
        world.give(
            "ratings",
            "department, level, times\ngaj, 5, 80\ngaj, 1, 20\n"
            "rsj, 5, 90\nrsj, 1, 10\nmzj, 5, 50\nmzj, 1, 50",
        )
        (card,) = of(world.figures(), "scorecard")
        assert card["score"] == pytest.approx(score), scale
