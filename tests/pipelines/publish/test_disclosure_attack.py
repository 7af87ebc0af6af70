"""Nobody finds a hidden figure by sums and differences over everything published."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.pipelines.publish.attack import Attack
from tests.pipelines.publish.attack_beside import told_beside
from tests.pipelines.publish.small_worlds import (
    Counts,
    ask,
    drawn,
    everybody_small,
    file_of,
    large,
    one_small_city,
    one_small_month,
    publish,
)

WIDTH = 5
NARROW = WIDTH - 1e-6
WORLDS: dict[str, Callable[[], Counts]] = {
    "one small city": one_small_city,
    "one small month": one_small_month,
    "everybody small": everybody_small,
    **{f"drawn {seed}": lambda seed=seed: drawn(seed) for seed in (1, 2, 3)},
}


@pytest.mark.parametrize("counts", WORLDS.values(), ids=WORLDS.keys())
def test_no_withheld_figure_is_found(
    tmp_path: Path, counts: Callable[[], Counts]
) -> None:
    world = publish(tmp_path / "data", counts())
    attack = Attack(file_of(world, "public"))
    assert attack.withheld
    ranges = attack.ranges(WIDTH)
    narrow = {key: width for key, width in ranges.items() if width < NARROW}
    assert narrow == {}
    assert attack.solved() == []
    assert list(told_beside(attack.tables)) == []


def test_the_attacker_finds_what_is_hidden_without_its_neighbours(
    tmp_path: Path,
) -> None:
    world = publish(tmp_path / "data", one_small_month(), width=0)
    attack = Attack(file_of(world, "public"))
    found = {
        key: (low, high)
        for key, (low, high) in attack.bounds(WIDTH).items()
        if high - low < 1e-6
    }
    # The department's seven in May: its quarter less April and June.
    key = ("satisfied_rate", "department:rsj", "month")
    (exact,) = (low for (*name, _), (low, _) in found.items() if tuple(name) == key)
    assert exact == pytest.approx(7)
    assert key in {solved[:3] for solved in attack.solved()}


def test_where_nobody_is_small_everything_is_shown(tmp_path: Path) -> None:
    world = publish(tmp_path / "data", large())
    assert Attack(file_of(world, "public")).withheld == []
    assert ask(world, "internal", "FROM hidden_observation") == []


def test_a_small_month_costs_few_other_figures(tmp_path: Path) -> None:
    """One withheld month is hidden by three months: its own quarter's, and a peer's."""
    world = publish(tmp_path / "data", one_small_month())
    hidden = ask(
        world,
        "internal",
        "SELECT subject_id, period_kind, period::VARCHAR, hidden_by "
        "FROM hidden_observation WHERE indicator_id = 'satisfied_rate' ORDER BY ALL",
    )
    few = [row for row in hidden if row[3] == "few"]
    beside = [row for row in hidden if row[3] == "neighbour"]
    assert few == [("department:rsj", "month", "2026-05-01", "few")]
    months = [row for row in beside if row[1] == "month"]
    assert len(months) == 3
    assert {str(row[2])[:7] for row in months} <= {"2026-04", "2026-05", "2026-06"}
    assert len(beside) <= 5


def test_rounded_counts_are_multiples_and_shares_come_from_them(
    tmp_path: Path,
) -> None:
    world = publish(tmp_path / "data", drawn(2), round_to=5)
    rows = ask(
        world,
        "public",
        "SELECT numerator, denominator, n, value, low, high FROM observation "
        "WHERE indicator_id = 'satisfied_rate' AND value IS NOT NULL",
    )
    assert rows
    for numerator, denominator, n, value, low, high in rows:
        assert [numerator % 5, denominator % 5, n % 5] == [0, 0, 0]  # type: ignore[operator]
        assert value == pytest.approx(numerator / denominator)  # type: ignore[operator]
        assert low <= value <= high  # type: ignore[operator]
    ranked = ask(
        world, "public", "SELECT n FROM satisfaction_ranking WHERE n IS NOT NULL"
    )
    assert ranked
    assert all(n % 5 == 0 for (n,) in ranked)  # type: ignore[operator]
    assert list(told_beside(Attack(file_of(world, "public")).tables)) == []
