"""`honesty.toml`: what is wrong in it is told by file, key and what was expected."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipelines.declarations import workspace as declarations
from pipelines.declarations.honesty import Honesty
from pipelines.errors import DeclarationError
from tests.pipelines.measure.cases_world import World

RATED = 'rated = "active_rating_rate"'
GIVEN = 'given = "satisfied_rate"'
WRONG = [
    (RATED, 'rated = "nothing"', "rated is 'nothing'. Expected: a declared share."),
    (RATED, 'rated = "mean_score"', "rated is 'mean_score'. "
        "Expected: a declared share."),
    (RATED, 'rated = "satisfied_rate"', "rated is 'satisfied_rate'. "
        "Expected: a share of cases: an indicator with [across]."),
    (GIVEN, 'given = "on_time_rate"', "given is 'on_time_rate'. "
        "Expected: a share of ratings, as active_rating_rate is."),
    (GIVEN, "", "given. Expected: this key, which is missing."),
    ("seconds = 5", "seconds = 0", "instant.seconds is 0. Expected: "),
    ("seconds = 5", "second = 5", "instant.second is 5. "
        "Expected: no key of this name."),
    ("few_rated       = 0.05", "few_rated = 5", "few_rated is 5. Expected: "),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "says"), WRONG)
def test_what_is_wrong_is_told(tmp_path: Path, old: str, new: str, says: str) -> None:
    world = World(tmp_path / "data")
    path = world.at.honesty
    lines = path.read_text("utf-8")
    assert old in lines
    path.write_text(lines.replace(old, new, 1), "utf-8")
    with pytest.raises(DeclarationError) as refused:
        declarations.load(world.at)
    assert f"{path}: {says}" in str(refused.value)


def test_every_number_of_it_is_published_under_its_name() -> None:
    limits = dict(Honesty(rated="a", given="b").limits())
    assert limits["honesty_few_rated"] == 0.05
    assert limits["honesty_burst_ratings"] == 20
    assert limits["honesty_stands_out_chance"] == 1e-6
    # The names of indicators are no numbers.
    assert all(isinstance(value, float) for value in limits.values())
