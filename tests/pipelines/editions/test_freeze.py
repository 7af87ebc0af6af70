"""A quarter is frozen whole, once, with everything it was computed from."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from pipelines.editions.freeze import Frozen
from pipelines.errors import CallError, DataRefused
from pipelines.publish.publish import current
from tests.pipelines.editions.conftest import (
    AS_OF,
    LATE,
    freeze,
    frozen,
    manifest,
    published,
)
from tests.pipelines.measure.cases_world import World

SHARE = (
    "SELECT numerator, denominator FROM observation WHERE subject_id = "
    "'department:gaj' AND indicator_id = 'good_rate' AND period_kind = 'quarter' "
    "AND period = DATE '2026-04-01'"
)


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_an_edition_names_the_hash_of_all_that_went_in(world: World) -> None:
    done = freeze(world, "按期发布", "en=On time")
    assert (done.status, done.edition, done.changed_figures) == (
        "frozen",
        "2026Q2-1",
        0,
    )
    told = manifest(world)
    april, july = (world.at.inbox / "ratings" / f"2026-{m}.csv" for m in ("04", "07"))
    assert {(i["name"], i["sha256"]) for i in told["inputs"]} == {
        ("2026-04.csv", sha256(april)),
        ("2026-07.csv", sha256(july)),
    }
    kept = world.at.editions / "inputs"
    assert {p.name: p.read_bytes() for p in kept.iterdir()} == {
        sha256(p): p.read_bytes() for p in (april, july)
    }
    assert told["declarations"]["schemes/2026.toml"] == sha256(
        world.at.schemes / "2026.toml"
    )
    assert told["declarations"].keys() == {
        path.relative_to(world.at.root).as_posix()
        for folder in ("reference", "sources", "indicators", "schemes")
        for path in (world.at.root / folder).iterdir()
    } | {path.name for path in world.at.root.glob("*.toml")}
    assert told["schemes"] == ["2026"]
    assert told["scheme_hash"] == sha256(world.at.schemes / "2026.toml")
    assert told["note"] == {"zh": "按期发布", "en": "On time"}
    assert (told["as_of"], told["period"]) == (AS_OF, "2026-04-01")
    for audience in ("public", "internal"):
        file = world.at.editions / "2026Q2-1" / f"{audience}.duckdb"
        assert told["files"][audience]["sha256"] == sha256(file)
    key = world.at.secret.read_text().strip()
    assert key not in json.dumps(told)


def test_the_publication_tells_of_the_edition_and_is_it(world: World) -> None:
    done = freeze(world)
    (row,) = published(world, "FROM edition")
    assert (row["edition_id"], row["number"], row["is_latest"]) == ("2026Q2-1", 1, True)
    assert (row["changed_figures"], row["note"]) == (0, None)
    (about,) = published(world, "FROM publication")
    assert about["version"] == row["version"] == done.version
    assert frozen(world, "FROM edition") == [row]
    # What a run would publish now is what freezing published.
    again = world.run(AS_OF)
    assert (again.status, again.version) == ("unchanged", done.version)


def test_a_quarter_frozen_with_these_figures_is_not_frozen_again(world: World) -> None:
    first = freeze(world)
    again = freeze(world)
    assert (again.status, again.edition, again.new_bytes) == (
        "unchanged",
        "2026Q2-1",
        0,
    )
    assert again.manifest_sha256 == first.manifest_sha256
    assert [p.name for p in world.at.editions.iterdir() if p.name != "inputs"] == [
        "2026Q2-1"
    ]


def test_data_of_another_quarter_are_no_correction(frozen_world: World) -> None:
    frozen_world.give("ratings", "rated, level\n2026-07-20, 1", "2026-07b.csv")
    frozen_world.run(AS_OF)
    assert freeze(frozen_world).status == "unchanged"
    assert published(frozen_world, "SELECT changed_figures FROM edition") == [
        {"changed_figures": 0}
    ]


def test_a_correction_needs_a_note_and_says_what_changed(frozen_world: World) -> None:
    world = frozen_world
    late = world.give("ratings", LATE, "2026-04-late.csv")
    world.run(AS_OF)
    (row,) = published(world, "FROM edition")
    assert row["changed_figures"] > 0
    with pytest.raises(CallError, match=r"frozen as 2026Q2-1 .*--note TEXT"):
        freeze(world)
    done = freeze(world, "更正：补报四月评价十条")
    assert done.edition == "2026Q2-2"
    # Thirty of forty were good; ten bad ones came late.
    assert frozen(world, SHARE) == [{"numerator": 30, "denominator": 40}]
    assert frozen(world, SHARE, "2026Q2-2") == [{"numerator": 30, "denominator": 50}]
    (change,) = published(
        world,
        "SELECT edition_id, before, after FROM edition_change WHERE subject_id = "
        "'department:gaj' AND indicator_id = 'good_rate' AND figure = 'value'",
    )
    assert change == {"edition_id": "2026Q2-2", "before": 0.75, "after": 0.6}
    told = published(world, "SELECT count(*) AS n FROM edition_change")
    assert told == [{"n": done.changed_figures}]
    # Nothing of who was rated as before.
    assert not published(
        world, "FROM edition_change WHERE subject_id = 'department:rsj' "
        "AND figure = 'value'"
    )  # fmt: skip
    both = published(
        world,
        "SELECT edition_id, is_latest, changed_figures, note['zh'] AS note "
        "FROM edition ORDER BY number",
    )
    assert [list(each.values()) for each in both] == [
        ["2026Q2-1", False, None, "按期发布"],
        ["2026Q2-2", True, 0, "更正：补报四月评价十条"],
    ]
    the_public_file_tells_only_what_the_public_knows(world)
    inputs_in_common_are_kept_once(world, done, late)


def the_public_file_tells_only_what_the_public_knows(world: World) -> None:
    of_organs = "FROM edition_change WHERE subject_id LIKE 'organ:%'"
    internal = "FROM edition_change WHERE indicator_id NOT IN " + (
        "(SELECT indicator_id FROM indicator)"
    )
    assert published(world, of_organs)
    assert published(world, "FROM edition_change", "public")
    assert not published(world, of_organs, "public")
    assert not published(world, internal, "public")


def inputs_in_common_are_kept_once(world: World, second: Frozen, late: Path) -> None:
    assert (len(manifest(world)["inputs"]), second.inputs) == (2, 3)
    assert len(list((world.at.editions / "inputs").iterdir())) == 3
    own = sum(
        path.stat().st_size
        for path in (world.at.editions / "2026Q2-2").rglob("*")
        if path.is_file()
    )
    assert second.new_bytes == own + late.stat().st_size


def test_a_correction_over_a_raw_file_leaves_the_kept_one(
    frozen_world: World,
) -> None:
    world = frozen_world
    before = (world.at.inbox / "ratings/2026-04.csv").read_bytes()
    with (world.at.inbox / "ratings/2026-04.csv").open("ab") as raw:
        raw.write(before.splitlines(keepends=True)[-1])
    kept = world.at.editions / "inputs" / hashlib.sha256(before).hexdigest()
    assert kept.read_bytes() == before


def test_a_quarter_that_is_not_over_is_refused(world: World) -> None:
    with pytest.raises(DataRefused, match="2026Q3 is not complete: it ends on 2026-09"):
        freeze(world, quarter="2026Q3")
    with pytest.raises(DataRefused, match="2025Q1 is not published"):
        freeze(world, quarter="2025Q1")
    assert not list(world.at.root.glob("editions/*"))


def test_what_is_not_published_is_refused(tmp_path: Path) -> None:
    world = World(tmp_path / "data")
    with pytest.raises(DataRefused, match="Nothing is published"):
        freeze(world)


def test_figures_of_other_declarations_are_refused(world: World) -> None:
    world.declare(withheld_below=5)
    with pytest.raises(DataRefused, match="Declarations changed"):
        freeze(world)


def test_figures_of_another_program_are_refused(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipelines.fingerprint.code_version", lambda: "9.9.9")
    with pytest.raises(DataRefused, match=r"version .* of the program"):
        freeze(world)


@pytest.mark.parametrize("how", ["gone", "changed"])
def test_an_input_that_no_longer_stands_is_named(world: World, how: str) -> None:
    april = world.at.inbox / "ratings/2026-04.csv"
    if how == "gone":
        april.unlink()
    else:
        april.write_text("rated, level\n2026-04-01, 1", "utf-8")
    with pytest.raises(DataRefused, match=r"1 inputs .*ratings/2026-04\.csv"):
        freeze(world)
    assert not list(world.at.editions.glob("2026*"))


def test_a_file_that_another_corrects_need_not_stand(world: World) -> None:
    text = (world.at.inbox / "ratings/2026-04.csv").read_text("utf-8")
    world.give_text("ratings", text, "2026-04_更正.csv")
    world.run(AS_OF)
    (world.at.inbox / "ratings/2026-04.csv").unlink()
    freeze(world)
    assert {i["name"] for i in manifest(world)["inputs"]} == {
        "2026-04_更正.csv",
        "2026-07.csv",
    }


def test_a_damaged_edition_stops_no_run(frozen_world: World) -> None:
    world = frozen_world
    (world.at.editions / "2026Q2-1/edition.json").write_text("{", "utf-8")
    assert world.run(AS_OF).status == "published"
    assert published(world, "FROM edition") == []
    with pytest.raises(DataRefused, match="manifest of an edition"):
        freeze(world)


def test_pruning_never_reaches_an_edition(frozen_world: World) -> None:
    world = frozen_world
    frozen_as = current(world.at)
    assert frozen_as
    world.declare(publications_kept=2)
    for day in (1, 2):
        world.run(f"2026-08-0{day}")
    names = {path.name for path in world.at.published.iterdir()}
    assert f"{frozen_as['version']}-internal.duckdb" not in names
    assert frozen(world, SHARE) == [{"numerator": 30, "denominator": 40}]
    assert published(world, "SELECT edition_id FROM edition") == [
        {"edition_id": "2026Q2-1"}
    ]


@pytest.mark.parametrize("note", [" ", "x" * 501])
def test_a_note_is_a_sentence(world: World, note: str) -> None:
    with pytest.raises(CallError, match="1 to 500 characters"):
        freeze(world, note)
