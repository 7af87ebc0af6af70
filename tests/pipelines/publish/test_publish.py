"""Publications: complete, named, kept for a while, and never changed."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path

import duckdb
import pytest

from pipelines.declarations.workspace import Settings
from pipelines.publish.publish import current
from tests.pipelines.measure.cases_world import World

GOOD = "rated, level\n2026-06-10, 5\n2026-07-10, 5"


@pytest.fixture(scope="module")
def published_once(tmp_path_factory: pytest.TempPathFactory) -> World:
    """The workspace of which tests change a copy."""
    world = World(tmp_path_factory.mktemp("good") / "data")
    world.give("ratings", GOOD)
    assert world.run("2026-07-31").status == "published"
    return world


@pytest.fixture
def good(published_once: World, tmp_path: Path) -> World:
    """Return a workspace in which two good ratings are published."""
    return published_once.copy(tmp_path / "data")


def names(world: World) -> set[str]:
    return {path.name for path in world.at.published.iterdir()}


def standing(world: World) -> str:
    told = current(world.at)
    assert told
    return str(told["version"])


def hashes(world: World) -> dict[str, str]:
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in world.at.published.glob("*.duckdb")
    }


def test_current_json_names_two_files_that_say_which_publication_they_are(
    good: World,
) -> None:
    document = json.loads(good.at.current.read_text("utf-8"))
    version = document["version"]
    assert document == {
        "version": version,
        "as_of": "2026-07-31",
        "published_at": document["published_at"],
        "files": {
            "public": f"{version}-public.duckdb",
            "internal": f"{version}-internal.duckdb",
        },
    }
    assert re.fullmatch(
        r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00", document["published_at"]
    )
    assert re.fullmatch(r"20260731-[0-9a-f]{10}", version)
    assert names(good) == {"current.json", *document["files"].values()}
    for audience, name in document["files"].items():
        with duckdb.connect(str(good.at.published / name), read_only=True) as con:
            told = con.execute(
                "SELECT version, as_of::VARCHAR, audience, latest_period::VARCHAR "
                "FROM publication"
            ).fetchall()
        # Data begin in June, so no quarter is complete.
        assert told == [(version, "2026-07-31", audience, None)]


def test_the_latest_period_is_a_quarter_that_is_whole(world: World) -> None:
    world.give("ratings", "rated, level\n2026-01-02, 5\n2026-07-10, 5")
    result = world.run("2026-08-31")
    file = world.at.published / f"{result.version}-public.duckdb"
    with duckdb.connect(str(file), read_only=True) as con:
        found = con.execute("SELECT latest_period::VARCHAR FROM publication").fetchall()
    assert found == [("2026-04-01",)]


def test_nothing_new_publishes_nothing(good: World) -> None:
    before = hashes(good)
    again = good.run()
    assert again.status == "unchanged"
    assert again.version == standing(good)
    assert hashes(good) == before


def test_every_change_has_a_version_of_its_own(good: World) -> None:
    world = good
    versions = [standing(world)]
    world.give("ratings", "rated, level\n2026-07-11, 1", "late.csv")
    versions.append(world.run().version)
    world.edit("schemes/2026.toml", "weight = 5,", "weight = 6,")
    versions.append(world.run().version)
    versions.append(world.run("2026-08-01").version)
    assert len(set(versions)) == 4


def test_a_published_file_never_changes(world: World) -> None:
    world.give("ratings", GOOD, "2026-07_r2.csv")
    first = world.run()
    before = hashes(world)
    world.give("ratings", "rated, level\n2026-07-11, 1")  # what r2 already corrects
    second = world.run()
    assert (second.status, second.version == first.version) == ("published", False)
    assert before.items() <= hashes(world).items()


def test_the_last_few_are_kept_and_older_ones_removed(good: World) -> None:
    world = good
    assert Settings.model_fields["publications_kept"].default == 5
    assert "publications_kept = 5" in world.at.workspace.read_text("utf-8")
    versions = [standing(world)]
    file = world.at.published / f"{versions[0]}-public.duckdb"
    reader = duckdb.connect()
    reader.execute(f"ATTACH '{file}' AS published (READ_ONLY)")
    world.declare(publications_kept=2)
    versions += [world.run(f"2026-08-0{day}").version for day in (1, 2, 3)]
    kept = {f"{v}-{a}.duckdb" for v in versions[2:] for a in ("public", "internal")}
    assert names(world) == {"current.json", *kept}
    # Who has opened an old file reads on.
    assert not file.exists()
    found = reader.execute("SELECT version FROM published.publication").fetchall()
    assert found == [(versions[0],)]
    reader.close()


def test_refused_data_leaves_what_was_published(good: World) -> None:
    world = good
    before = hashes(world)
    bad = world.give("ratings", "rated, level\n2026-07-11, 9\n2026-07-12, 5", "bad.csv")
    refused = world.run()
    assert (refused.status, refused.version) == ("refused", standing(world))
    assert str(refused.as_of) == "2026-07-31"
    assert "ratings: 1 of 2 rows rejected; the limit is 2.0%." in refused.refusals[0]
    assert hashes(world) == before
    bad.unlink()
    assert world.run().status == "unchanged"


def test_a_workspace_without_files_publishes_that_it_is_empty(world: World) -> None:
    result = world.run()
    assert result.status == "published"
    file = world.at.published / f"{result.version}-internal.duckdb"
    with duckdb.connect(str(file), read_only=True) as con:
        for table in ("observation", "scorecard", "load", "period"):
            assert con.execute(f"FROM {table}").fetchall() == [], table


@pytest.mark.parametrize(
    "text", ["", "{", '{"version": "x", "files": {"public": "x"}}']
)
def test_a_damaged_current_json_is_published_anew(good: World, text: str) -> None:
    world = good
    world.at.current.write_text(text, "utf-8")
    assert current(world.at) is None
    assert world.run().status == "published"
    assert current(world.at)
