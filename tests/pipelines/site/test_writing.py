"""What a run of `site` writes, leaves, removes, and refuses."""

import gzip
import json
import shutil
import threading
from pathlib import Path

import duckdb
import pytest

from pipelines.errors import CallError
from pipelines.locations import Locations
from pipelines.site import writing
from pipelines.site.build import Built, build
from pipelines.site.published import NothingPublished
from tests.pipelines.site.reading import broken_links, pages, reached
from tests.pipelines.worlds import command


def state(out: Path) -> dict[str, tuple[bytes, int]]:
    """Every file, with its bytes and when it was written."""
    return {
        path.relative_to(out).as_posix(): (path.read_bytes(), path.stat().st_mtime_ns)
        for path in sorted(out.rglob("*"))
        if path.is_file() and path.name != writing._LOCK
    }


def change(at: Locations, statement: str) -> None:
    """Publish the next version: the same file but for what a statement changes."""
    told = json.loads(at.current.read_text("utf-8"))
    file = at.published / told["files"]["public"]
    with duckdb.connect(str(file)) as con:
        con.execute(statement)


def test_a_second_run_writes_nothing(copied: Locations, tmp_path: Path) -> None:
    out = tmp_path / "out"
    first = build(copied, out)
    assert (first.status, first.written, first.unchanged) == (
        "written",
        first.files,
        0,
    )
    before = state(out)
    second = build(copied, out)
    assert (second.status, second.written, second.removed) == ("unchanged", 0, 0)
    assert second.unchanged == first.files
    assert state(out) == before


def test_a_quarter_that_changed_changes_its_pages_alone(
    copied: Locations, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    build(copied, out)
    before = state(out)
    change(
        copied,
        "UPDATE satisfaction_ranking SET share = share - 0.01, low = low - 0.01 "
        "WHERE subject_id = 'city:230600' AND period_kind = 'quarter' "
        "AND period = DATE '2026-01-01'",
    )
    done = build(copied, out)
    after = state(out)
    changed = {path for path in after if after[path] != before[path]}
    assert changed == {
        "zh/ranking/city-2026Q1.html",
        "en/ranking/city-2026Q1.html",
        "data/rankings.csv",
        "data/rankings.json",
        "data/rankings.parquet",
        # The sizes of files stand there.
        *(changed & {"zh/data.html", "en/data.html"}),
    }
    assert done.written == len(changed)


def test_a_new_version_changes_the_pages_that_name_it(
    copied: Locations, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    build(copied, out)
    change(copied, "UPDATE publication SET version = 'v2'")
    before = state(out)
    build(copied, out)
    after = state(out)
    assert {path for path in after if after[path] != before[path]} == {
        *("zh/index.html", "en/index.html", "zh/data.html", "en/data.html"),
    }


def test_what_is_gone_is_removed_and_what_is_foreign_stays(
    copied: Locations, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    build(copied, out)
    foreign = out / "zh" / "notice.html"
    foreign.write_text("ours", "utf-8")
    for table in ("subject", "observation", "scorecard", "satisfaction_ranking"):
        change(copied, f"DELETE FROM {table} WHERE subject_id = 'city:230600'")
    assert (out / "zh" / "city" / "230600.html").exists()
    done = build(copied, out)
    assert done.removed == 2
    assert not (out / "zh" / "city" / "230600.html").exists()
    assert foreign.read_text("utf-8") == "ours"
    assert broken_links(out) == []


def test_without_a_ranking_the_start_leads_to_every_subject(
    copied: Locations, tmp_path: Path
) -> None:
    change(copied, "DELETE FROM satisfaction_ranking")
    change(copied, "UPDATE publication SET ranking_indicator = NULL")
    out = tmp_path / "out"
    build(copied, out)
    assert broken_links(out) == []
    assert reached(out) == pages(out)
    assert (out / "zh" / "city" / "230100.html").exists()


def test_a_file_of_somebody_else_is_never_written_over(
    public_world: Locations, tmp_path: Path
) -> None:
    page = tmp_path / "out" / "index.html"
    page.parent.mkdir()
    page.write_text("the ministry's own page", "utf-8")
    with pytest.raises(CallError, match=r"index\.html is there and was not written"):
        build(public_world, page.parent)
    assert page.read_text("utf-8") == "the ministry's own page"
    assert [path for path in state(page.parent) if not path.startswith(".")] == [
        "index.html"
    ]


@pytest.mark.parametrize("after", [1, 45])
def test_a_run_that_was_killed_leaves_a_site_that_can_be_read(
    copied: Locations, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, after: int
) -> None:
    out = tmp_path / "out"
    build(copied, out)
    # A subject is new, another is gone, every page says another name.
    change(
        copied, "UPDATE publication SET workspace_name = MAP {'zh': '甲', 'en': 'A'}"
    )
    for table in ("subject", "observation", "scorecard", "satisfaction_ranking"):
        change(copied, f"UPDATE {table} SET subject_id = 'city:1' WHERE subject_id = "
               "'city:230600'")  # fmt: skip
    put, done = writing._put, 0

    def dying(path: Path, body: bytes) -> None:
        nonlocal done
        if done == after:
            path.with_name(f".{path.name}.part").write_bytes(body[: len(body) // 2])
            raise KeyboardInterrupt
        done += 1
        put(path, body)

    monkeypatch.setattr(writing, "_put", dying)
    with pytest.raises(KeyboardInterrupt):
        build(copied, out)
    monkeypatch.setattr(writing, "_put", put)
    assert broken_links(out) == []
    build(copied, out)
    whole = tmp_path / "whole"
    build(copied, whole)
    got, wanted = state(out), state(whole)
    assert {path: body for path, (body, _) in got.items()} == {
        path: body for path, (body, _) in wanted.items()
    }


def test_two_runs_at_once_take_turns(public_world: Locations, tmp_path: Path) -> None:
    out, done = tmp_path / "out", list[Built]()

    def run() -> None:
        done.append(build(public_world, out))

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [each.status for each in done] == ["written", "unchanged"]
    assert broken_links(out) == []


def test_compressed_files_stand_beside_the_others(
    public_world: Locations, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    build(public_world, out, with_gzip=True)
    page = out / "zh" / "method.html"
    packed = out / "zh" / "method.html.gz"
    assert gzip.decompress(packed.read_bytes()) == page.read_bytes()
    assert not list(out.rglob("*.parquet.gz"))
    assert build(public_world, out, with_gzip=True).status == "unchanged"
    # Without the option none is left to go out of date.
    build(public_world, out)
    assert not list(out.rglob("*.gz"))


def test_the_internal_file_is_not_read(copied: Locations, tmp_path: Path) -> None:
    told = json.loads(copied.current.read_text("utf-8"))
    public = copied.published / told["files"]["public"]
    shutil.copy(public, copied.published / "v1-internal.duckdb")
    with duckdb.connect(str(copied.published / "v1-internal.duckdb")) as con:
        con.execute(
            "UPDATE observation SET state = 'ok', value = 0.7654321, n = 7654321 "
            "WHERE state = 'withheld'"
        )
        con.execute("UPDATE subject SET name = MAP {'zh': 'X76543', 'en': 'X76543'}")
    told["files"]["internal"] = "v1-internal.duckdb"
    copied.current.write_text(json.dumps(told), "utf-8")
    out = tmp_path / "out"
    build(copied, out)
    for path, (body, _) in state(out).items():
        assert b"76543" not in body, path


def test_the_command_says_what_it_did_and_what_it_was_given_wrongly(
    public_world: Locations, tmp_path: Path
) -> None:
    data, out = public_world.root, str(tmp_path / "out")
    said = command(data, "site", "--out", out, "--json")
    told = json.loads(said.out)
    assert (said.status, told["status"], told["version"]) == (0, "written", "v1")
    assert told["files"] == told["written"] > 40
    said = command(data, "site", "--out", out)
    assert f"0 files written, {told['files']} unchanged, 0 removed" in said.out
    said = command(data, "site", "--out", out, "--base-url", "data.gov.cn")
    assert said.status == 2
    assert "--base-url 'data.gov.cn' is no address" in said.err
    empty = command(tmp_path, "site", "--out", out)
    assert empty.status == 1
    assert "Nothing is published" in empty.err
    (tmp_path / "file").write_text("", "utf-8")
    wrong = command(data, "site", "--out", str(tmp_path / "file"))
    assert wrong.status == 2


def test_nothing_published_is_said(tmp_path: Path) -> None:
    with pytest.raises(NothingPublished):
        build(Locations(tmp_path), tmp_path / "out")
