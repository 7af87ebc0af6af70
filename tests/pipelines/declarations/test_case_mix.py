"""Only a share of rows that have items has a mix."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipelines.declarations import workspace as declarations
from pipelines.errors import DeclarationError
from tests.pipelines.measure.cases_world import World


@pytest.mark.parametrize(
    ("indicator", "expected"),
    [
        ("nothing", "a declared indicator"),
        ("median_days", "a share of rows of one source"),
        ("active_rating_rate", "a share of rows of one source"),
        ("online_centre_coverage", "an indicator whose source has item_id"),
    ],
)
def test_an_indicator_without_a_mix_is_named(
    tmp_path: Path, indicator: str, expected: str
) -> None:
    world = World(tmp_path / "data")
    world.declare(case_mix_indicators=f'["{indicator}"]')
    with pytest.raises(DeclarationError) as refused:
        declarations.load(world.at)
    assert f"case_mix_indicators is '{indicator}'" in str(refused.value)
    assert expected in str(refused.value)
