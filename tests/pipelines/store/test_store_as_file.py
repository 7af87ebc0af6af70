"""The store among the files of a source: changed or not, corrected or not."""

from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from dashboard.database import engine
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
    give,
    judge,
    loads,
    publish,
)


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


def test_the_order_in_which_rows_lie_is_no_news(
    world: World, sqlite_store: str
) -> None:
    rows = [f"('{key}', 'expert', '{POLICE}', 70, '2026-10-01')" for key in "abc"]
    database = create_engine(sqlite_store)
    with database.begin() as connection:
        connection.execute(text("DROP VIEW published_assessment"))
        connection.execute(
            text(
                "CREATE TABLE published_assessment "
                "(assessment_id, method, subject_id, score, assessed_at)"
            )
        )
    answers = []
    for listed in (rows, rows[::-1]):
        with database.begin() as connection:
            connection.execute(text("DELETE FROM published_assessment"))
            values = ", ".join(listed)
            connection.execute(
                text(f"INSERT INTO published_assessment VALUES {values}")
            )
        answers.append(world.run(AS_OF).status)
    assert answers == ["published", "unchanged"]


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
