"""The command line: what it prints where, and how it ends."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass

import pytest

from pipelines import cli, warehouse
from tests.pipelines.measure.cases_world import PROJECT, World

GOOD = "rated, level\n2026-07-10, 5\n2026-07-11, 4"
BAD = "rated, level\n2026-07-10, 9\n2026-07-11, 4"
HOLDS = """
import sys, duckdb
con = duckdb.connect(sys.argv[1])
print(flush=True)
input()
"""
COUNTS = (
    "files",
    "rows_read",
    "rows_loaded",
    "rows_rejected",
    "rows_duplicate",
    "rows_superseded",
)


@dataclass
class Ended:
    """How a command ended."""

    status: int
    out: str
    err: str


class Command:
    """Calls the command line on one workspace."""

    def __init__(
        self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        self._monkeypatch, self._capsys = monkeypatch, capsys

    def __call__(self, world: World, *words: str) -> Ended:
        command, *options = words
        argv = ["pipelines", command, "--data", str(world.at.root), *options]
        self._monkeypatch.setattr(sys, "argv", argv)
        self._capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            cli.main()
        code = ended.value.code
        printed = self._capsys.readouterr()
        assert "Traceback" not in printed.err + printed.out
        return Ended(code if isinstance(code, int) else 0, printed.out, printed.err)


@pytest.fixture
def command(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Command:
    """Return a function that calls the command line."""
    return Command(monkeypatch, capsys)


def test_run_prints_one_object_on_standard_output(
    world: World, command: Command
) -> None:
    world.give("ratings", GOOD)
    world.give("ratings", "case_id, level\n2026-07/1, 3", "again.csv")
    ended = command(world, "run", "--as-of", "2026-07-31", "--json")
    assert ended.status == 0
    told = json.loads(ended.out)  # nothing else stands there
    assert list(told) == ["status", "version", "as_of", "sources", "seconds"]
    assert (told["status"], told["as_of"]) == ("published", "2026-07-31")
    assert list(told["seconds"]) == [
        "ingest",
        "validate",
        "measure",
        "score",
        "publish",
    ]
    names = [each["source"] for each in told["sources"]]
    assert sorted(names) == [
        "assessments",
        "case_pauses",
        "cases",
        "ratings",
        "statistics",
    ]
    ratings = told["sources"][names.index("ratings")]
    # The row of again.csv comes first by name, so it is the one superseded.
    assert ratings == {
        "source": "ratings",
        **dict(zip(COUNTS, (2, 3, 2, 0, 0, 1), strict=True)),
    }
    for each in told["sources"]:
        assert each["rows_read"] == sum(each[name] for name in COUNTS[2:])
    assert "publish" in ended.err


def test_a_second_run_is_unchanged(world: World, command: Command) -> None:
    world.give("ratings", GOOD)
    first = json.loads(command(world, "run", "--json").out)
    second = command(world, "run", "--json")
    told = json.loads(second.out)
    assert (second.status, told["status"]) == (0, "unchanged")
    assert (told["version"], told["as_of"]) == (first["version"], first["as_of"])
    assert {each["rows_read"] for each in told["sources"]} == {0}


def test_refused_data_ends_with_one(world: World, command: Command) -> None:
    world.give("ratings", BAD)
    ended = command(world, "run", "--json")
    told = json.loads(ended.out)
    assert (ended.status, told["status"], told["version"]) == (1, "refused", None)
    assert "ratings: 1 of 2 rows rejected" in told["refusals"][0]
    plain = command(world, "run")
    assert plain.status == 1
    assert "what was published before still stands" in plain.out


def test_a_lost_file_is_refused_as_data_is(world: World, command: Command) -> None:
    raw = world.give("ratings", GOOD)
    version = json.loads(command(world, "run", "--json").out)["version"]
    raw.unlink()
    world.edit("sources/ratings.toml", "reject_limit = 0.02", "reject_limit = 0.03")
    ended = command(world, "run", "--json")
    told = json.loads(ended.out)
    assert (ended.status, told["status"], told["version"]) == (1, "refused", version)
    assert "ratings/2026-07.csv" in told["refusals"][0]


@pytest.mark.parametrize(
    "words",
    [
        ("run", "--as-of", "31/07/2026"),
        ("run", "--engine", "abacus"),
        ("run", "--nonsense"),
        ("check", "nowhere.csv", "--source", "ratings"),
        ("check", "nowhere.csv", "--source", "nobody"),
    ],
)
def test_a_wrong_call_ends_with_two(
    world: World, command: Command, words: tuple[str, ...]
) -> None:
    ended = command(world, *words)
    assert (ended.status, ended.out) == (2, "")
    assert ended.err


def test_a_wrong_declaration_ends_with_two(world: World, command: Command) -> None:
    world.edit("schemes/2026.toml", "weight = 5,", "weight = -5,")
    ended = command(world, "run", "--json")
    assert (ended.status, ended.out) == (2, "")
    assert "schemes/2026.toml: pillars.2.indicators.5.weight is -5" in ended.err


def test_no_workspace_ends_with_two(world: World, command: Command) -> None:
    world.at.root.rename(world.at.root.with_name("elsewhere"))
    ended = command(world, "run")
    assert ended.status == 2
    assert "There is no workspace folder" in ended.err


def test_check_loads_nothing(world: World, command: Command) -> None:
    raw = world.give("ratings", BAD)
    ended = command(world, "check", str(raw), "--source", "ratings", "--json")
    told = json.loads(ended.out)
    assert (ended.status, told["rows_read"], told["rows_good"]) == (1, 2, 1)
    assert not world.at.warehouse.exists()
    assert not world.at.published.exists()


def test_status_says_what_stands_and_what_came_last(
    world: World, command: Command
) -> None:
    nothing = command(world, "status", "--json")
    assert (nothing.status, json.loads(nothing.out)["status"]) == (
        0,
        "nothing published",
    )
    world.give("ratings", GOOD)
    run = json.loads(command(world, "run", "--json").out)
    told = json.loads(command(world, "status", "--json").out)
    assert (told["status"], told["version"]) == ("published", run["version"])
    found = {each["source"]: each for each in told["sources"]}
    assert (found["ratings"]["files"], found["ratings"]["rows_loaded"]) == (1, 2)
    assert (found["cases"]["files"], found["cases"]["last_loaded_at"]) == (0, None)
    words = command(world, "status").out
    assert f"Published {run['version']}, as of 2026-07-11" in words
    assert "cases: nothing loaded yet" in words


def test_a_run_does_not_wait_where_it_is_told_not_to(
    world: World, command: Command
) -> None:
    with warehouse.only_run(world.at, True, str):
        ended = command(world, "run", "--no-wait")
    assert ended.status == 1
    assert "Another run is at work" in ended.err
    assert command(world, "run", "--no-wait").status == 0


def test_a_second_run_waits_for_the_first_and_says_so(world: World) -> None:
    world.give("ratings", GOOD)
    words = [sys.executable, "-m", "pipelines", "run", "--json"]
    with warehouse.only_run(world.at, True, str):
        second = subprocess.Popen(
            [*words, "--data", str(world.at.root)],
            cwd=PROJECT,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert second.stderr and second.stdout
        said = second.stderr.readline()
        assert "Another run is at work" in said and "waiting for it" in said
        assert second.poll() is None
        assert not world.at.warehouse.exists()
    out, _ = second.communicate(timeout=60)
    assert (second.returncode, json.loads(out)["status"]) == (0, "published")


def test_a_warehouse_that_another_program_holds_is_left_alone(
    world: World, command: Command
) -> None:
    world.give("ratings", GOOD)
    command(world, "run")
    before = world.at.warehouse.read_bytes()
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDS, str(world.at.warehouse)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert holder.stdout
    holder.stdout.readline()
    ended = command(world, "run")
    holder.communicate("\n", timeout=30)
    assert ended.status == 1
    assert "Another program has" in ended.err
    assert world.at.warehouse.read_bytes() == before


def test_a_log_left_without_its_warehouse_is_harmless(
    world: World, command: Command
) -> None:
    world.give("ratings", GOOD)
    log = world.at.warehouse.with_name("warehouse.duckdb.wal")
    log.write_bytes(b"left over")
    assert command(world, "run").status == 0
