"""An edition computed again gives the same figures, or says what is not as it was."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from pipelines.errors import CallError
from tests.pipelines.editions.conftest import (
    AS_OF,
    LATE,
    freeze,
    manifest,
    verify,
)
from tests.pipelines.measure.cases_world import World


def problems(world: World, edition: str = "2026Q2-1") -> list[tuple[str, str]]:
    found = verify(world, edition)
    assert found.status == ("differs" if found.problems else "equal")
    return [(each.kind, each.name) for each in found.problems]


def test_what_is_kept_is_enough_to_compute_an_edition_again(
    frozen_world: World,
) -> None:
    """Neither inbox nor declarations nor publication nor warehouse are needed."""
    world = frozen_world
    for path in sorted(world.at.root.rglob("*"), reverse=True):
        kept = world.at.editions in (path, *path.parents)
        if not kept and path != world.at.secret:
            path.rmdir() if path.is_dir() else path.unlink()
    found = verify(world)
    assert (found.status, found.problems) == ("equal", [])
    assert found.is_recomputed
    assert found.is_key_known
    assert found.inputs == 2
    assert found.rows > 1000
    assert not list(world.at.editions.glob(".*"))


def test_the_first_edition_is_equal_after_the_second_too(frozen_world: World) -> None:
    world = frozen_world
    late = world.give("ratings", LATE, "2026-04-late.csv")
    world.run(AS_OF)
    freeze(world, "更正")
    late.unlink()
    assert problems(world, "2026Q2-1") == []
    assert problems(world, "2026Q2-2") == []


def test_a_replaced_file_and_its_rejects_are_no_difference(world: World) -> None:
    world.edit("sources/ratings.toml", "reject_limit = 0.02", "reject_limit = 0.9")
    world.give("ratings", "rated, level\nyesterday, 5\n2026-05-01, 5", "2026-05.csv")
    world.run(AS_OF)
    world.give("ratings", "rated, level\nnever, 5\n2026-05-02, 4", "2026-05.csv")
    world.run(AS_OF)
    freeze(world)
    assert problems(world) == []


def tampered(path: Path, old: bytes, new: bytes) -> None:
    content = path.read_bytes()
    assert old in content
    path.chmod(0o644)
    path.write_bytes(content.replace(old, new))


def test_a_tampered_input_is_named(frozen_world: World) -> None:
    world = frozen_world
    (april,) = (i for i in manifest(world)["inputs"] if i["name"] == "2026-04.csv")
    tampered(world.at.editions / "inputs" / april["kept"], b"2026-04-11", b"2026-04-12")
    assert problems(world) == [("input", "ratings/2026-04.csv")]
    assert not verify(world).is_recomputed


def test_an_input_that_is_gone_is_named(frozen_world: World) -> None:
    world = frozen_world
    (july,) = (i for i in manifest(world)["inputs"] if i["name"] == "2026-07.csv")
    (world.at.editions / "inputs" / july["kept"]).unlink()
    assert problems(world) == [("input", "ratings/2026-07.csv")]


def test_a_changed_declaration_is_named(frozen_world: World) -> None:
    world = frozen_world
    kept = world.at.editions / "2026Q2-1/workspace"
    tampered(kept / "schemes/2026.toml", b"weight = 50", b"weight = 60")
    (kept / "indicators/new.toml").write_text("", "utf-8")
    (kept / "reference/tags.csv").unlink()
    assert problems(world) == [
        ("declaration", "reference/tags.csv"),
        ("declaration", "schemes/2026.toml"),
        ("declaration", "indicators/new.toml"),
    ]


def test_what_was_changed_in_published_files_is_named(
    frozen_world: World, subtests: pytest.Subtests
) -> None:
    folder = frozen_world.at.editions / "2026Q2-1"
    for audience in ("public", "internal"):
        with duckdb.connect(str(folder / f"{audience}.duckdb")) as con:
            con.execute(
                "UPDATE observation SET value = value + 1e-6 WHERE subject_id = "
                "'department:gaj' AND indicator_id = 'good_rate' "
                "AND period_kind = 'quarter' AND period = DATE '2026-04-01'"
            )
    with duckdb.connect(str(folder / "public.duckdb")) as con:
        con.execute("DELETE FROM subject WHERE subject_id = 'department:rsj'")
        con.execute("INSERT INTO limit_value VALUES ('made_up', 1)")
    with duckdb.connect(str(folder / "internal.duckdb")) as con:
        con.execute("UPDATE edition SET note = MAP {'zh': '另一句'}")
    found = verify(frozen_world).problems
    # The edition's own table is hashed and not computed: it has no figures.
    assert sorted((each.kind, each.name) for each in found) == [
        ("figures", "internal.observation"),
        ("figures", "public.limit_value"),
        ("figures", "public.observation"),
        ("figures", "public.subject"),
        ("file", "internal.duckdb"),
        ("file", "public.duckdb"),
        ("table", "internal.edition"),
        ("table", "internal.observation"),
        ("table", "public.limit_value"),
        ("table", "public.observation"),
        ("table", "public.subject"),
    ]
    says = {each.name: each.says for each in found if each.kind == "figures"}
    for audience in ("public", "internal"):
        with subtests.test("a figure", audience=audience):
            changed = says[f"{audience}.observation"]
            assert "1 have other numbers" in changed
            assert "good_rate, 'department:gaj', quarter, 2026-04-01" in changed
            assert "value 0.750001 is now 0.75" in changed
    with subtests.test("a row added or taken away"):
        assert "1 were not there" in says["public.subject"]
        assert "1 rows are not there now" in says["public.limit_value"]


def test_with_another_key_all_but_hashes_is_compared(world: World) -> None:
    world.give(
        "cases",
        "case_id, accepted, closed\nLATE, 2026-06-01, \nDONE, 2026-06-01, 2026-06-02",
    )
    world.run(AS_OF)
    freeze(world)
    assert verify(world).status == "equal"
    world.at.secret.write_text("another", "ascii")
    found = verify(world)
    assert (found.status, found.is_key_known) == ("equal", False)
    world.at.secret.unlink()
    assert verify(world).status == "equal"
    assert not world.at.secret.exists()


def test_equal_figures_of_a_newer_program_pass(
    frozen_world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = frozen_world
    monkeypatch.setattr("pipelines.fingerprint.code_version", lambda: "9.9.9")
    found = verify(world)
    assert found.status == "equal"
    assert found.code_version != found.code_version_now == "9.9.9"


def test_a_newer_program_that_counts_otherwise_is_found(
    frozen_world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = frozen_world
    monkeypatch.setattr("pipelines.measure.rollup.Z95", 1.0)
    found = {each.name for each in verify(world).problems}
    assert {"internal.observation", "public.observation"} <= found


@pytest.mark.parametrize(
    "name", ["2026Q2-9", "2026Q2", "../../etc", "2026Q2-1/../2026Q2-1", "2026Q2-01", ""]
)
def test_what_names_no_edition_is_a_wrong_call(frozen_world: World, name: str) -> None:
    with pytest.raises(CallError):
        verify(frozen_world, name)
