"""The store out of reach: not there yet, not answering, lost, or only its view."""

import shutil
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import ProgrammingError

from dashboard.database import engine
from pipelines.errors import CallError, DeclarationError
from tests.dashboard.assessments import world as cycles
from tests.dashboard.assessments.world import World as Cycle
from tests.pipelines.measure.cases_world import World
from tests.pipelines.store.judged import (
    AS_OF,
    NAME,
    POLICE,
    command,
    counts,
    found,
    give,
    judge,
    loads,
    publish,
)

UNREACHABLE = "postgresql+psycopg://govscore:open-sesame@127.0.0.1:1/govscore"


def test_without_a_store_there_are_files_only(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(engine.STORE_VARIABLE, raising=False)
    give(world)
    status, told, _ = command(world)
    assert (status, counts(told)["files"]) == (0, 1)
    assert not world.at.store.exists()


def test_a_store_that_nobody_used_yet_is_no_file(world: World, store: str) -> None:
    give(world)
    assert command(world)[0] == 0
    assert loads(world) == [("2026-07.csv", 1, 1, 0)]


def test_a_store_of_before_the_view_is_no_file(world: World, sqlite_store: str) -> None:
    with create_engine(sqlite_store).begin() as connection:
        connection.execute(text("DROP VIEW published_assessment"))
    give(world)
    assert command(world)[0] == 0
    assert loads(world) == [("2026-07.csv", 1, 1, 0)]


def test_the_workspaces_own_store_is_read_without_being_told(
    world: World, sqlite_cycle: Cycle, monkeypatch: pytest.MonkeyPatch
) -> None:
    judge(sqlite_cycle, "wang", POLICE, 70)
    publish(sqlite_cycle)
    engine.close()
    shutil.copy(engine.url().removeprefix("sqlite:///"), world.at.store)
    monkeypatch.delenv(engine.STORE_VARIABLE)
    assert found(world.figures(AS_OF)) == (70, 1, 70)


def test_a_store_that_does_not_answer_refuses_the_run(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(engine.STORE_VARIABLE, raising=False)
    give(world)
    _, before, _ = command(world)
    world.give("assessments", f"subject, score\n{POLICE}, 10", "later.csv")
    monkeypatch.setenv(engine.STORE_VARIABLE, UNREACHABLE)
    status, told, _ = command(world)
    assert (status, told["status"]) == (1, "refused")
    assert told["version"] == before["version"]
    (said,) = told["refusals"]
    assert said.startswith("assessments: the assessment store cannot be read: ")
    assert "GOVSCORE_STORE" in said
    assert "open-sesame" not in said
    assert loads(world) == [("2026-07.csv", 1, 1, 0)]


def test_an_account_that_may_read_the_view_alone_is_enough(
    world: World, postgresql_store: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    cycle = cycles.build()
    judge(cycle, "wang", POLICE, 70)
    publish(cycle)
    with create_engine(postgresql_store).begin() as connection:
        connection.execute(text("DROP ROLE IF EXISTS only_runs"))
        connection.execute(text("CREATE ROLE only_runs LOGIN"))
        connection.execute(text("GRANT SELECT ON published_assessment TO only_runs"))
    url = postgresql_store.replace("govscore@", "only_runs@")
    monkeypatch.setenv(engine.STORE_VARIABLE, url)
    assert found(world.figures(AS_OF)) == (70, 1, 70)
    with (
        create_engine(url).connect() as connection,
        pytest.raises(ProgrammingError, match="permission denied"),
    ):
        connection.execute(text("SELECT * FROM assessment"))


def test_a_file_that_is_no_store_refuses_the_run(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "broken.sqlite"
    file.write_text("not a database, whatever its name says" * 100)
    monkeypatch.setenv(engine.STORE_VARIABLE, f"sqlite:///{file}")
    result = world.run(AS_OF)
    assert result.status == "refused"
    assert "the assessment store cannot be read" in result.refusals[0]


@pytest.mark.parametrize(
    "url", ["nonsense", "sqlite://", "mysql://h/d", "postgresql+nothing://h/d"]
)
def test_a_url_that_names_no_store_is_a_wrong_call(
    world: World, monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    monkeypatch.setenv(engine.STORE_VARIABLE, url)
    with pytest.raises(CallError, match="GOVSCORE_STORE names no assessment store"):
        world.run(AS_OF)


def test_a_store_without_a_column_that_is_needed_is_refused(
    world: World, sqlite_store: str
) -> None:
    with create_engine(sqlite_store).begin() as connection:
        connection.execute(text("DROP VIEW published_assessment"))
        connection.execute(
            text(
                "CREATE VIEW published_assessment AS "
                "SELECT 'a' AS assessment_id, 3 AS score, '2026-10-01' AS assessed_at"
            )
        )
    result = world.run(AS_OF)
    assert result.status == "refused"
    assert "it lacks a column: method or 考核方式" in result.refusals[0]


def test_a_lost_store_stops_a_run_that_needs_it_again(
    world: World, sqlite_cycle: Cycle, sqlite_store: str
) -> None:
    judge(sqlite_cycle, "wang", POLICE, 70)
    publish(sqlite_cycle)
    world.run(AS_OF)
    engine.close()
    for file in Path(sqlite_store.removeprefix("sqlite:///")).parent.glob("assess*"):
        file.unlink()
    assert world.run(AS_OF).status == "unchanged"  # like a file that was put away
    world.edit("sources/assessments.toml", 'aliases  = ["得分"]', 'aliases = ["分"]')
    result = world.run(AS_OF)
    assert result.status == "refused"
    assert (
        f"no longer in the inbox or the store: assessments/{NAME}"
        in (result.refusals[0])
    )


def test_the_name_of_a_view_is_an_identifier(world: World) -> None:
    world.edit(
        "sources/assessments.toml", '"published_assessment"', '"account; DROP TABLE x"'
    )
    with pytest.raises(DeclarationError, match=r"assessments.toml: store\.query"):
        world.run(AS_OF)
