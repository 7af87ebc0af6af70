"""The store among the files of a source: there or not, changed or not, out of reach."""

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
    ask,
    command,
    counts,
    found,
    judge,
    publish,
)

UNREACHABLE = "postgresql+psycopg://govscore:open-sesame@127.0.0.1:1/govscore"


def loads(world: World) -> list[tuple[object, ...]]:
    """File, rows read, loaded and superseded of everything that was loaded."""
    asked = "SELECT file, rows_read, rows_loaded, rows_superseded FROM load"
    return sorted(tuple(row.values()) for row in ask(world, asked))


def give(world: World) -> None:
    world.give("assessments", f"subject, score\n{POLICE}, 80")


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


def test_reading_leaves_the_store_as_it_is(
    world: World, sqlite_cycle: Cycle, sqlite_store: str
) -> None:
    judge(sqlite_cycle, "wang", POLICE, 70)
    publish(sqlite_cycle)
    engine.close()
    file = Path(sqlite_store.removeprefix("sqlite:///"))
    before = file.read_bytes()
    file.chmod(0o444)
    assert found(world.figures(AS_OF)) == (70, 1, 70)
    assert file.read_bytes() == before


def test_a_run_reads_while_somebody_writes(world: World, sqlite_cycle: Cycle) -> None:
    judge(sqlite_cycle, "wang", POLICE, 70)
    publish(sqlite_cycle)
    with engine.writing() as session:
        session.execute(text("UPDATE assessment_version SET score = 99"))
        session.flush()
        assert found(world.figures(AS_OF)) == (70, 1, 70)


def test_rows_that_were_only_touched_are_no_news(world: World, cycle: Cycle) -> None:
    first = judge(cycle, "wang", POLICE, 70)
    judge(cycle, "li", POLICE, 80)
    publish(cycle)
    assert world.run(AS_OF).status == "published"
    with engine.writing() as session:
        # PostgreSQL writes the rows anew, behind the others.
        for table, change in (
            ("assessment", "revision = 9"),
            ("assessment_version", "comment = 'again'"),
        ):
            touched = f"UPDATE {table} SET {change} WHERE assessment_id = {first}"
            session.execute(text(touched))
    assert world.run(AS_OF).status == "unchanged"


def test_what_is_withdrawn_is_withdrawn_from_the_figures_too(
    world: World, sqlite_cycle: Cycle
) -> None:
    judge(sqlite_cycle, "wang", POLICE, 70)
    publish(sqlite_cycle)
    give(world)
    command(world)
    with engine.writing() as session:
        session.execute(text("UPDATE cycle SET published_at = NULL"))
    status, told, _ = command(world)
    assert (status, told["status"]) == (0, "published")
    assert loads(world) == [("2026-07.csv", 1, 1, 0), (NAME, 0, 0, 0), (NAME, 1, 0, 1)]
    assert ask(world, "FROM panel WHERE period_kind = 'month'") != []
    assert ask(world, "FROM panel WHERE period = '2026-10-01'") == []


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


def test_rows_that_no_declaration_knows_are_rejected_and_counted(
    world: World, sqlite_cycle: Cycle
) -> None:
    world.edit("sources/assessments.toml", "reject_limit = 0.05", "reject_limit = 0.5")
    judge(sqlite_cycle, "wang", POLICE, 70)
    judge(sqlite_cycle, "li", POLICE, 170)  # no rubric gives as much
    publish(sqlite_cycle)
    _, told, _ = command(world)
    assert (counts(told)["read"], counts(told)["rejected"]) == (2, 1)
    (reject,) = ask(world, "FROM reject")
    assert (reject["file"], reject["column_name"], reject["reason_code"]) == (
        NAME, "score", "out_of_range",
    )  # fmt: skip


def test_a_lost_warehouse_is_made_from_inbox_and_store(
    world: World, sqlite_cycle: Cycle
) -> None:
    judge(sqlite_cycle, "wang", POLICE, 70)
    publish(sqlite_cycle)
    assert found(world.figures(AS_OF)) == (70, 1, 70)
    world.at.warehouse.unlink()
    assert found(world.figures(AS_OF)) == (70, 1, 70)


def test_changed_declarations_read_the_store_again(
    world: World, sqlite_cycle: Cycle
) -> None:
    judge(sqlite_cycle, "wang", POLICE, 70)
    publish(sqlite_cycle)
    world.figures(AS_OF)
    world.edit("sources/assessments.toml", 'aliases  = ["得分"]', 'aliases = ["分"]')
    figures = world.figures(AS_OF)
    assert found(figures) == (70, 1, 70)
    (count,) = [s for s in figures.result.sources if s.source == "assessments"]
    assert count.rows_read == 1


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


def test_no_file_of_the_inbox_corrects_the_store(
    world: World, sqlite_cycle: Cycle
) -> None:
    judge(sqlite_cycle, "wang", POLICE, 70)
    publish(sqlite_cycle)
    world.run(AS_OF)
    world.give(
        "assessments",
        f"subject, score, assessed_at\n{POLICE}, 80, 2026-10-02",
        "published_assessment_更正.csv",
    )
    assert found(world.figures(AS_OF)) == (150, 2, 75)


def test_nor_one_that_is_out_of_sight(
    world: World, sqlite_cycle: Cycle, monkeypatch: pytest.MonkeyPatch
) -> None:
    judge(sqlite_cycle, "wang", POLICE, 70)
    publish(sqlite_cycle)
    world.run(AS_OF)
    monkeypatch.delenv(engine.STORE_VARIABLE)
    world.give(
        "assessments",
        f"subject, score, assessed_at\n{POLICE}, 80, 2026-10-02",
        "published_assessment_更正.csv",
    )
    assert found(world.figures(AS_OF)) == (150, 2, 75)


def test_the_same_rows_have_the_same_hash_on_both_databases(
    world: World,
    sqlite_store: str,
    postgresql_store: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for url in (sqlite_store, postgresql_store):
        monkeypatch.setenv(engine.STORE_VARIABLE, url)
        cycle = cycles.build()
        for name, score in (("li", 66.1), ("wang", 70)):
            judge(cycle, name, POLICE, score)
        publish(cycle)
    monkeypatch.setenv(engine.STORE_VARIABLE, sqlite_store)
    assert world.run(AS_OF).status == "published"
    monkeypatch.setenv(engine.STORE_VARIABLE, postgresql_store)
    assert world.run(AS_OF).status == "unchanged"


def test_the_name_of_a_view_is_an_identifier(world: World) -> None:
    world.edit(
        "sources/assessments.toml", '"published_assessment"', '"account; DROP TABLE x"'
    )
    with pytest.raises(DeclarationError, match=r"assessments.toml: store\.query"):
        world.run(AS_OF)
