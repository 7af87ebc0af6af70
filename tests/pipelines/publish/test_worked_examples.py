"""Worked examples: what is printed leads to what is printed, and is published."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pytest

from pipelines.publish import followed
from pipelines.publish.contents import EXAMPLES
from pipelines.score import placing
from pipelines.score.placing import League
from tests.dashboard import questions
from tests.dashboard.questions import named
from tests.pipelines.measure.cases_world import World, rows
from tests.pipelines.publish import worked

Q3 = {"period_kind": "quarter", "period": "2026-07-01"}
CITIES = [f"city:{number}" for number in range(1, 6)]
Rows = dict[str, list[dict[str, Any]]]
# Satisfied of all ratings; c is in the middle of what is on time, b nearest to 400.
RATED = {"a": (51, 51), "b": (380, 402), "c": (900, 1003), "d": (28, 31), "e": (75, 90)}


def tables(mean: str = "arithmetic") -> Rows:
    """Five cities in one quarter, with every table that examples are made of."""
    card = {**Q3, "scheme_id": "s", "state": "ok", "peers": 5, "coverage": 1.0}
    share = {**Q3, "state": "ok"}
    found: Rows = {
        "publication": [
            {"latest_period": Q3["period"], "ranking_indicator": "satisfied"}
        ],
        "subject": [{"subject_id": "all", "kind": "all"}],
        "indicator": [
            {"indicator_id": "satisfied", "kind": "ratio", "unit": "share",
             "period_by": "rated_on", "position": 1},
            {"indicator_id": "on_time", "kind": "ratio", "unit": "share",
             "period_by": "due_on", "position": 2},
        ],
        "scheme": [{"scheme_id": "s", "mean": mean, "floor": 1.0}],
        "scheme_pillar": [{"scheme_id": "s", "pillar": "p", "name": named("P")}],
        "scheme_indicator": [
            {"scheme_id": "s", "indicator_id": "on_time", "weight": 1.0,
             "scoring": "goalposts", "worst": 0.7, "best": 1.0}
        ],
        "observation": [
            {**share, "indicator_id": "satisfied", "subject_id": "all",
             "value": 1434 / 1577}
        ],
        "score": [], "pillar_score": [], "scorecard": [], "change_part": [],
        "response": [], "case_mix": [],
    }  # fmt: skip
    for place, (city, (name, (k, n))) in enumerate(
        zip(CITIES, RATED.items(), strict=True), 1
    ):
        at = {**Q3, "subject_id": city}
        low, high = wilson(k, n)
        value = 0.72 + 0.05 * place
        points = 100 * (value - 0.7) / 0.3
        parts = ((0.123456, 40 + place / 3), (0.876544, 60 + place / 7))
        base = sum(w * s for w, s in parts)
        if mean == "geometric":
            base = float(np.exp(sum(w * np.log(s) for w, s in parts)))
        found["subject"].append(
            {"subject_id": city, "kind": "city", "position": place, "name": named(name)}
        )
        found["observation"] += [
            {**share, **at, "indicator_id": "satisfied", "numerator": k,
             "denominator": n, "n": n, "value": k / n, "low": low, "high": high},
            {**share, **at, "indicator_id": "on_time", "numerator": round(1e4 * value),
             "denominator": 1e4, "n": 1e4, "value": value},
        ]  # fmt: skip
        found["score"].append(
            {**at, "scheme_id": "s", "indicator_id": "on_time", "score": points,
             "weight": 0.3, "contribution": 0.3 * points}
        )  # fmt: skip
        found["pillar_score"] += [
            {**at, "scheme_id": "s", "pillar": f"p{number}", "weight": w, "score": s,
             "depth": 1, "position": number}
            for number, (w, s) in enumerate(parts)
        ]  # fmt: skip
        found["scorecard"].append(
            {**at, **card, "score": base + 1.25, "base_score": base, "adjustment": 1.25,
             "previous_score": base + 1.25 - 0.6, "low": base - 0.5, "high": base + 0.5,
             "rank": 6 - place, "rank_low": max(1, 6 - place - 2),
             "rank_high": min(5, 6 - place + 2)}
        )  # fmt: skip
        found["change_part"] += [
            {**at, "scheme_id": "s", "performance": p, "weight": w, "mix": m}
            for p, w, m in ((0.7, -0.2, 0.05), (0.1, 0.0, -0.05))
        ]
        r = n / (n + 60 * place)
        found["response"].append(
            {**at, "closed_count": n + 60 * place, "active_count": n, "active_share": r,
             "satisfied_share": k / n, "lowest_share": r * k / n,
             "highest_share": r * k / n + 1 - r, "state": "ok"}
        )  # fmt: skip
        expected = k * (1 - place / 200)
        found["case_mix"].append(
            {**at, "indicator_id": "satisfied", "n": n, "observed": k,
             "expected": expected, "ratio": k / expected,
             "adjusted": min(1.0, k / expected * 1434 / 1577)}
        )  # fmt: skip
    return found


def wilson(k: float, n: float) -> tuple[float, float]:
    z = 1.959963984540054
    p = k / n
    middle, width = p + z * z / 2 / n, z * (p * (1 - p) / n + z * z / 4 / n / n) ** 0.5
    return (middle - width) / (1 + z * z / n), (middle + width) / (1 + z * z / n)


def published(folder: Path, found: Rows) -> Iterator[duckdb.DuckDBPyConnection]:
    """The rows in a published file that examples can be written to."""
    questions.publish(folder, found)
    with duckdb.connect() as con:
        file = folder / "published" / "public.duckdb"
        con.execute(f"ATTACH '{file}' AS published")
        con.execute("USE published")
        yield con


def examples(con: duckdb.DuckDBPyConnection, topic: str) -> worked.Steps:
    sql = files("pipelines.publish").joinpath(f"worked/{topic}.sql").read_text("utf-8")
    con.execute(f"INSERT INTO worked_example BY NAME {sql}")
    return rows(
        con,
        f"FROM worked_example WHERE topic = '{topic}' ORDER BY position",
    )


@pytest.mark.parametrize("mean", ["arithmetic", "geometric"])
@pytest.mark.parametrize("topic", [each for each in EXAMPLES if each != "ranking"])
def test_each_result_follows_from_the_steps_as_they_are_printed(
    tmp_path: Path, topic: str, mean: str
) -> None:
    for con in published(tmp_path, tables(mean)):
        steps = examples(con, topic)
        assert steps, topic
        given = {step["symbol"]: step["value"] for step in steps}
        for symbol, value in worked.results(topic, steps).items():
            assert given[symbol] == value, (topic, symbol)
        for step in steps:
            assert round(step["value"], step["digits"]) == step["value"]
        assert [step["position"] for step in steps] == list(range(1, len(steps) + 1))


SUBJECTS = {
    # 402 answers are nearest to 400.
    "interval": "city:2",
    # Ranks are 5 to 1: the third is in the middle.
    "scoring": "city:3", "composite": "city:3", "change": "city:3", "place": "city:3",
    "on_time": "city:3",
    # Answered 46, 77, 85, 11 and 23 in a hundred, of which 46 is in the middle.
    "response": "city:1",
    # Expected lags most behind.
    "case_mix": "city:5",
}  # fmt: skip


@pytest.mark.parametrize("topic", SUBJECTS)
def test_the_subject_is_chosen_by_a_rule(tmp_path: Path, topic: str) -> None:
    for con in published(tmp_path, tables()):
        assert {step["subject_id"] for step in examples(con, topic)} == {
            SUBJECTS[topic]
        }


def test_what_would_mislead_the_calculator_is_passed_over(tmp_path: Path) -> None:
    found = tables()
    # The file says another last digit for the city nearest to 400.
    for row in found["observation"]:
        if (row["subject_id"], row["indicator_id"]) == ("city:2", "satisfied"):
            row["low"] += 0.0001
    for con in published(tmp_path, found):
        assert {s["subject_id"] for s in examples(con, "interval")} == {"city:5"}


def test_where_nothing_is_published_there_is_no_example(tmp_path: Path) -> None:
    for con in published(tmp_path, {}):
        con.execute(
            "CREATE TEMP TABLE followed AS SELECT subject_id, period_kind, period, "
            "position, symbol, part, value, digits, unit FROM worked_example"
        )
        assert [topic for topic in EXAMPLES if examples(con, topic)] == []


@pytest.fixture
def league() -> Iterator[duckdb.DuckDBPyConnection]:
    """Thirty departments placed by production code, of 31 to 1,500 ratings each."""
    random = np.random.default_rng(7)
    n = np.floor(np.geomspace(31, 1500, 30))
    k = random.binomial(n.astype(int), random.beta(40, 3, 30)).astype(float)
    alone = np.full(30, -1), np.zeros((0, 30), dtype=bool)
    found = placing.place(League(k, n, *alone, shrunk_from=20))
    with duckdb.connect() as con:
        con.execute("CREATE TABLE subject (subject_id VARCHAR, position INTEGER)")
        con.execute(
            "CREATE TABLE publication AS SELECT DATE '2026-07-01' AS latest_period"
        )
        con.execute(
            "CREATE TABLE satisfaction_ranking (subject_id VARCHAR, "
            "kind VARCHAR, peer_group VARCHAR, period_kind VARCHAR, period DATE, "
            "n DOUBLE, share DOUBLE, adjusted DOUBLE, order_by VARCHAR, "
            "drawn_to VARCHAR, rank INTEGER, rank_low INTEGER, rank_high INTEGER, "
            "state VARCHAR)"
        )
        for unit in range(30):
            places = (float(found[name][unit]) for name in ("rank", "low", "high"))
            con.execute("INSERT INTO subject VALUES (?, ?)", [f"d{unit}", unit])
            con.execute(
                "INSERT INTO satisfaction_ranking VALUES "
                "(?, 'department', 'g', 'quarter', '2026-07-01', ?, ?, ?, 'npmle', "
                "'all', ?, ?, ?, 'ranked')",
                [f"d{unit}", n[unit], k[unit] / n[unit], float(found["adjusted"][unit]),
                 *places],
            )  # fmt: skip
        yield con


def test_a_posterior_is_followed_to_its_mean_and_its_place(
    league: duckdb.DuckDBPyConnection,
) -> None:
    followed.follow(league)
    steps = rows(league, "FROM followed ORDER BY position")
    (subject,) = {step["subject_id"] for step in steps}
    ((furthest, adjusted, low, high),) = league.execute(
        "SELECT subject_id, adjusted, rank_low, rank_high "
        "FROM satisfaction_ranking "
        "ORDER BY abs(adjusted - share) DESC LIMIT 1"
    ).fetchall()
    given = {step["symbol"]: step["value"] for step in steps}
    # As it is published of the one that was drawn to its peers furthest.
    assert subject == furthest
    assert given["mean"] == round(adjusted, 4)
    assert (given["low"], given["high"]) == (low, high)
    for symbol, value in worked.results("ranking", steps).items():
        assert given[symbol] == value, symbol


def test_what_the_public_may_not_see_is_in_no_example(tmp_path: Path) -> None:
    world = World(tmp_path / "data", withheld_below=10)
    world.give(
        "ratings",
        """
        rated,      level, city,   times
        2026-04-02, 5,     230100, 20    # so that the quarter is whole
        2026-06-10, 5,     230100, 300
        2026-06-10, 2,     230100, 20
        2026-06-10, 5,     231081, 250
        2026-06-10, 2,     231081, 10
        2026-06-10, 5,     231000, 9     # withheld, and one of the others with it
        """,
    )
    assert world.run("2026-07-31").status == "published"
    for audience in ("public", "internal"):
        (file,) = world.at.published.glob(f"*-{audience}.duckdb")
        with duckdb.connect(str(file), read_only=True) as con:
            told = con.execute(
                "SELECT DISTINCT topic, subject_id FROM worked_example ORDER BY topic"
            ).fetchall()
            hidden = con.execute(
                "SELECT count(*) FROM worked_example AS e ANTI JOIN observation AS o "
                "ON o.subject_id = e.subject_id AND o.period = e.period "
                "AND o.indicator_id = coalesce(e.indicator_id, o.indicator_id) "
                "AND o.state = 'ok'"
            ).fetchall()
        assert "interval" in {topic for topic, _ in told}
        assert "city:231000" not in {subject for _, subject in told}
        assert hidden == [(0,)]
