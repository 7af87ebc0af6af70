"""What a workspace may declare of the ranking and of groups by size."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipelines.declarations import workspace as declarations
from pipelines.errors import DeclarationError
from tests.pipelines.measure.cases_world import World

VOLUME = """
[volume]
indicator = "{indicator}"
classes = [
    {{ id = "{first}", from_n = {start}, name = {{ zh = "小", en = "Small" }} }},
    {{ id = "large", from_n = 100, name = {{ zh = "大"{english} }} }},
]
"""
GOOD = {
    "indicator": "on_time_rate",
    "first": "small",
    "start": 0,
    "english": ', en = "Large"',
}


def refusal(root: Path, volume: dict[str, object]) -> str:
    world = World(root / "data")
    text = world.at.workspace.read_text("utf-8").partition("[volume]")[0]
    told = VOLUME.format(**{**GOOD, **volume})
    world.at.workspace.write_text(text + told, "utf-8")
    with pytest.raises(DeclarationError) as refused:
        declarations.load(world.at)
    return str(refused.value)


@pytest.mark.parametrize(
    ("volume", "said"),
    [
        ({"indicator": "nothing"}, "volume.indicator is 'nothing'"),
        ({"indicator": "open_overdue"}, "a public indicator"),
        ({"start": 5}, "from_n that begins with 0 and rises"),
        ({"start": 100}, "from_n that begins with 0 and rises"),
        ({"first": "large"}, "ids that differ"),
        ({"first": "society"}, "an id that no row of reference/peer_groups.csv has"),
        ({"english": ""}, "a text in en too"),
    ],
)
def test_a_wrong_class_by_volume_is_named(
    tmp_path: Path, volume: dict[str, object], said: str
) -> None:
    assert said in refusal(tmp_path, volume)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("shrunk_from = 2", "ranking.shrunk_from is 2"),
        ("best = 0", "ranking.best is 0"),
    ],
)
def test_a_limit_of_the_ranking_has_a_least_value(
    tmp_path: Path, line: str, said: str
) -> None:
    world = World(tmp_path / "data")
    key, _, value = line.partition(" = ")
    world.declare(**{key: value})
    with pytest.raises(DeclarationError, match=said):
        declarations.load(world.at)
