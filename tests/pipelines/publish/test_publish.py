"""Publications: complete, named, kept for a while, and never changed."""

from __future__ import annotations

import hashlib
import json
import re

import duckdb
import pytest

from pipelines.declarations.workspace import Settings
from pipelines.publish.publish import current
from tests.pipelines.measure.cases_world import World

GOOD = "rated, level\n2026-06-10, 5\n2026-07-10, 5"


def names(world: World) -> set[str]:
    return {path.name for path in world.at.published.iterdir()}


def hashes(world: World) -> dict[str, str]:
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in world.at.published.glob("*.duckdb")
    }


def test_current_json_names_two_files(world: World) -> None:
    world.give("ratings", GOOD)
    result = world.run("2026-07-31")
    document = json.loads(world.at.current.read_text("utf-8"))
    assert document == {
        "version": result.version,
        "as_of": "2026-07-31",
        "published_at": document["published_at"],
        "files": {
            "public": f"{result.version}-public.duckdb",
            "internal": f"{result.version}-internal.duckdb",
        },
    }
    assert re.fullmatch(
        r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00", document["published_at"]
    )
    assert re.fullmatch(r"20260731-[0-9a-f]{10}", document["version"])
    assert names(world) == {"current.json", *document["files"].values()}


def test_both_files_say_which_publication_they_are(world: World) -> None:
    world.give("ratings", GOOD)
    result = world.run("2026-07-31")
    for audience in ("public", "internal"):
        file = world.at.published / f"{result.version}-{audience}.duckdb"
        with duckdb.connect(str(file), read_only=True) as con:
            told = con.execute(
                "SELECT version, as_of::VARCHAR, audience, latest_period::VARCHAR "
                "FROM publication"
            ).fetchall()
        # Data begin in June, so no quarter is complete.
        assert told == [(result.version, "2026-07-31", audience, None)]


def test_the_latest_period_is_a_quarter_that_is_whole(world: World) -> None:
    world.give("ratings", "rated, level\n2026-01-02, 5\n2026-07-10, 5")
    result = world.run("2026-08-31")
    file = world.at.published / f"{result.version}-public.duckdb"
    with duckdb.connect(str(file), read_only=True) as con:
        found = con.execute("SELECT latest_period::VARCHAR FROM publication").fetchall()
    assert found == [("2026-04-01",)]


def test_nothing_new_publishes_nothing(world: World) -> None:
    world.give("ratings", GOOD)
    first = world.run()
    before = hashes(world)
    second = world.run()
    assert (first.status, second.status) == ("published", "unchanged")
    assert second.version == first.version
    assert hashes(world) == before


def test_every_change_has_a_version_of_its_own(world: World) -> None:
    world.give("ratings", GOOD)
    versions = [world.run().version]
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


def test_the_last_few_are_kept_and_older_ones_removed(world: World) -> None:
    assert Settings.model_fields["publications_kept"].default == 5
    assert "publications_kept = 5" in world.at.workspace.read_text("utf-8")
    world.declare(publications_kept=2)
    world.give("ratings", GOOD)
    versions = [world.run(f"2026-07-2{day}").version for day in range(4)]
    kept = {f"{v}-{a}.duckdb" for v in versions[2:] for a in ("public", "internal")}
    assert names(world) == {"current.json", *kept}


def test_a_reader_of_an_old_file_reads_on(world: World) -> None:
    world.declare(publications_kept=2)
    world.give("ratings", GOOD)
    first = world.run("2026-07-20")
    file = world.at.published / f"{first.version}-public.duckdb"
    reader = duckdb.connect()
    reader.execute(f"ATTACH '{file}' AS published (READ_ONLY)")
    for day in ("2026-07-21", "2026-07-22", "2026-07-23"):
        world.run(day)
    assert not file.exists()
    found = reader.execute("SELECT version FROM published.publication").fetchall()
    assert found == [(first.version,)]
    reader.close()


def test_refused_data_leaves_what_was_published(world: World) -> None:
    world.give("ratings", GOOD)
    first = world.run()
    before = hashes(world)
    bad = world.give("ratings", "rated, level\n2026-07-11, 9\n2026-07-12, 5", "bad.csv")
    refused = world.run()
    assert (refused.status, refused.version) == ("refused", first.version)
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
def test_a_damaged_current_json_is_published_anew(world: World, text: str) -> None:
    world.give("ratings", GOOD)
    world.run()
    world.at.current.write_text(text, "utf-8")
    assert current(world.at) is None
    assert world.run().status == "published"
    assert current(world.at)
