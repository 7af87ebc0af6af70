"""freeze and verify as a terminal has them: words, JSON and exit status."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from pipelines.editions.identity import EditionId
from pipelines.editions.manifest import NAME, folder, sha256
from pipelines.publish.publish import current
from tests.pipelines.editions.conftest import AS_OF, LATE, freeze, published, verify
from tests.pipelines.measure.cases_world import PROJECT, World
from tests.pipelines.run.test_killed import DIES
from tests.pipelines.worlds import Said, command


def process(world: World, *words: str) -> Said:
    """A command in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "pipelines", *words, "--data", str(world.at.root)],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=False,
    )
    return Said(done.returncode, done.stdout, done.stderr)


def test_from_freezing_to_a_correction_on_the_command_line(world: World) -> None:
    done = process(world, "freeze", "2026q2", "--json")
    told = json.loads(done.out)
    assert (done.status, told["status"], told["edition"]) == (0, "frozen", "2026Q2-1")
    at = world.at.root
    again = command(at, "freeze", "2026Q2")
    assert (again.status, again.out[:9]) == (0, "Unchanged")
    world.give("ratings", LATE, "2026-04-late.csv")
    world.run(AS_OF)
    refused = command(at, "freeze", "2026Q2", "--json")
    assert (refused.status, refused.out) == (2, "")
    assert "--note TEXT" in refused.err
    second = command(at, "freeze", "2026Q2", "--note", "更正", "--note", "en=Late")
    assert second.status == 0
    assert "Frozen as 2026Q2-2" in second.out
    equal = process(world, "verify", "2026Q2-2", "--json")
    assert (equal.status, json.loads(equal.out)["status"]) == (0, "equal")
    (world.at.editions / "2026Q2-2/workspace/workspace.toml").write_text("", "utf-8")
    differs = process(world, "verify", "2026Q2-2")
    assert differs.status == 1
    assert "declaration workspace.toml" in differs.out
    assert "Traceback" not in differs.err
    nothing = command(at, "verify", "2026Q2-3")
    assert (nothing.status, nothing.out) == (2, "")


def test_killed_before_it_is_whole_there_is_no_edition(world: World) -> None:
    before = current(world.at)
    for moment in (
        "pipelines.editions.kept keep after",
        "pipelines.editions.kept declarations after",
        "pipelines.editions.freeze _sync after",
    ):
        killed_while_freezing(world, moment)
        assert not (world.at.editions / "2026Q2-1").exists(), moment
        assert current(world.at) == before
        # A run in between finds none to tell of.
        assert world.run(AS_OF).status == "unchanged"
        assert published(world, "SELECT edition_id FROM edition") == []
    assert freeze(world).status == "frozen"
    assert verify(world).status == "equal"
    assert not list(world.at.editions.glob(".*"))


@pytest.mark.parametrize(
    "moment",
    [
        "pipelines.publish.publish republish before",
        "pipelines.publish.publish _make_current before",
        "pipelines.publish.publish prune before",
    ],
)
def test_killed_after_that_the_edition_is_there(world: World, moment: str) -> None:
    killed_while_freezing(world, moment)
    frozen = sha256(folder(world.at, EditionId.parse("2026Q2-1")) / NAME)
    # The next run tells of it, whether or not the publication was reached.
    world.run(AS_OF)
    told = published(world, "SELECT edition_id FROM edition")
    assert told == [{"edition_id": "2026Q2-1"}]
    again = freeze(world)
    assert (again.status, again.manifest_sha256) == ("unchanged", frozen)
    assert verify(world).status == "equal"
    assert not list(world.at.editions.glob(".*"))


def killed_while_freezing(world: World, moment: str) -> None:
    killed = subprocess.run(
        [
            *(sys.executable, "-c", DIES, moment),
            *("freeze", "2026Q2", "--data", str(world.at.root)),
        ],
        cwd=PROJECT,
        check=False,
    )
    assert killed.returncode == -9
