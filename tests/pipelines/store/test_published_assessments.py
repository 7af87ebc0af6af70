"""From what assessors judged in the workspace to figures of a scorecard."""

from datetime import UTC, date, datetime
from unittest.mock import patch

import duckdb

from dashboard.database import engine
from dashboard.database.models.assessments import Assessment
from pipelines.measure import scan
from tests.dashboard.assessments.world import World as Cycle
from tests.pipelines.measure.cases_world import World
from tests.pipelines.store import judged
from tests.pipelines.store.judged import (
    AS_OF,
    CIVIL,
    LABOUR,
    NAME,
    NOVEMBER,
    POLICE,
    amend,
    ask,
    command,
    counts,
    found,
    judge,
    process,
    publish,
)


def test_a_run_publishes_what_was_judged(world: World, cycle: Cycle) -> None:
    judge(cycle, "wang", POLICE, 70)
    judge(cycle, "li", POLICE, 90)
    judge(cycle, "wang", LABOUR, 61.5)
    publish(cycle)
    status, told, _ = process(world)
    assert (status, told["status"]) == (0, "published")
    assert counts(told) == {
        "files": 1, "read": 3, "loaded": 3, "rejected": 0, "duplicate": 0,
        "superseded": 0,
    }  # fmt: skip
    observed = ask(
        world,
        "SELECT subject_id, numerator, denominator, n, value FROM observation "
        "WHERE indicator_id = 'assessment_expert' AND period_kind = 'month' "
        "AND period = '2026-10-01' AND value IS NOT NULL ORDER BY subject_id",
    )
    assert [tuple(row.values()) for row in observed] == [
        (POLICE, 160, 2, 2, 80),
        (LABOUR, 61.5, 1, 1, 61.5),
    ]
    panels = ask(
        world,
        "SELECT subject_id, assessors, judgements, round(spread, 6) AS spread "
        "FROM panel WHERE period_kind = 'month' ORDER BY subject_id",
    )
    assert [tuple(row.values()) for row in panels] == [
        (POLICE, 2, 2, round(200**0.5, 6)),  # 70 and 90: sqrt((100 + 100) / 1)
        (LABOUR, 1, 1, None),
    ]
    (load,) = ask(world, "FROM load")
    assert (load["source"], load["file"], load["format"]) == (
        "assessments", NAME, "store",
    )  # fmt: skip
    assert (load["rows_read"], load["rows_loaded"]) == (3, 3)
    assert (load["first_day"], load["last_day"]) == (
        date(2026, 10, 20), date(2026, 10, 20),
    )  # fmt: skip
    status, told, _ = command(world)
    assert (status, told["status"]) == (0, "unchanged")
    assert counts(told)["files"] == 0


def test_an_amended_score_replaces_the_old_one_and_measures_its_month_again(
    world: World, cycle: Cycle
) -> None:
    judge(cycle, "wang", POLICE, 70)
    appealed = judge(cycle, "li", POLICE, 90)
    judge(cycle, "wang", CIVIL, 50, at=NOVEMBER)
    publish(cycle)
    assert found(world.figures(AS_OF)) == (160, 2, 80)
    amend(cycle, appealed, 94)
    measured = []
    with patch.object(
        scan, "measure", lambda *args: measured.append(args[2].months) or real(*args)
    ):
        figures = world.figures(AS_OF)
    assert found(figures) == (164, 2, 82)
    assert found(figures, CIVIL, "2026-11-01") == (50, 1, 50)
    # Its day is still the day it was given on, and November has not changed.
    assert measured == [{"assessed_at": {date(2026, 10, 1)}}]
    (count,) = [s for s in figures.result.sources if s.source == "assessments"]
    assert (count.rows_read, count.rows_loaded, count.rows_superseded) == (3, 3, 0)


real = scan.measure


def test_the_former_snapshot_is_counted_as_superseded(
    world: World, sqlite_cycle: Cycle
) -> None:
    appealed = judge(sqlite_cycle, "li", POLICE, 90)
    publish(sqlite_cycle)
    command(world)
    amend(sqlite_cycle, appealed, 94)
    command(world)
    loads = ask(
        world,
        "SELECT rows_read, rows_loaded, rows_superseded, superseded_by FROM load "
        "ORDER BY superseded_by NULLS LAST",
    )
    assert [tuple(row.values()) for row in loads] == [
        (1, 0, 1, NAME),
        (1, 1, 0, None),
    ]


def test_only_published_states_leave_the_store(
    world: World, sqlite_cycle: Cycle
) -> None:
    number = judge(sqlite_cycle, "wang", POLICE, 77)
    judge(sqlite_cycle, "wang", LABOUR, 60)
    publish(sqlite_cycle)
    counts = {
        "draft": False,
        "submitted": False,
        "returned": False,
        "approved": False,
        "published": True,
        "appealed": True,  # the published score stands until the board decides
        "upheld": True,
        "amended": True,
    }
    for state, leaves in counts.items():
        with engine.writing() as session:
            session.get_one(Assessment, number).state = state
        world.load(AS_OF)
        assert subjects(world) == ([LABOUR, POLICE] if leaves else [LABOUR]), state


def test_nothing_leaves_before_the_results_are_published(
    world: World, sqlite_cycle: Cycle
) -> None:
    judge(sqlite_cycle, "wang", POLICE, 77, state="published")
    world.load(AS_OF)
    assert subjects(world) == []


def test_who_stepped_aside_is_not_counted(world: World, sqlite_cycle: Cycle) -> None:
    judge(sqlite_cycle, "wang", POLICE, 70)
    judge(sqlite_cycle, "li", POLICE, 90)
    judged.recuse(sqlite_cycle, "li", POLICE)
    publish(sqlite_cycle)
    assert found(world.figures(AS_OF)) == (70, 1, 70)


def test_the_day_is_that_of_the_workspace(world: World, cycle: Cycle) -> None:
    # Half past midnight in Harbin, on the first of November.
    judge(cycle, "wang", POLICE, 70, at=datetime(2026, 10, 31, 16, 30, tzinfo=UTC))
    publish(cycle)
    assert found(world.figures(AS_OF), month="2026-11-01") == (70, 1, 70)


def test_files_and_store_count_together(world: World, sqlite_cycle: Cycle) -> None:
    judge(sqlite_cycle, "wang", POLICE, 70)
    publish(sqlite_cycle)
    world.give(
        "assessments",
        f"""
        assessment_id, subject,  score, assessed_at
        1,             {POLICE}, 80,    2026-10-02
        """,
    )
    assert found(world.figures(AS_OF)) == (150, 2, 75)


def test_a_file_cannot_overrule_the_store(world: World, sqlite_cycle: Cycle) -> None:
    number = judge(sqlite_cycle, "wang", POLICE, 70)
    publish(sqlite_cycle)
    world.give(
        "assessments",
        f"""
        assessment_id,  subject,  score, assessed_at
        store:{number}, {POLICE}, 100,   2026-10-02   # a number of the store's own
        """,
        "\uff5ezz.csv",  # sorts after every other name
    )
    figures = world.figures(AS_OF)
    assert found(figures) == (70, 1, 70)
    (count,) = [s for s in figures.result.sources if s.source == "assessments"]
    assert (count.rows_read, count.rows_loaded, count.rows_superseded) == (2, 1, 1)


def test_assessors_are_hashed_at_the_border(world: World, sqlite_cycle: Cycle) -> None:
    judge(sqlite_cycle, "wang", POLICE, 70)
    judge(sqlite_cycle, "wang", LABOUR, 80)
    judge(sqlite_cycle, "li", POLICE, 90)
    publish(sqlite_cycle)
    world.load(AS_OF)
    typed = warehouse(
        world, "SELECT assessor, score FROM typed.assessments ORDER BY score"
    )
    (wang, _), (wang_again, _), (li, _) = typed
    assert wang == wang_again != li
    assert all(len(name) == 16 and "account" not in name for name in (wang, li))


def subjects(world: World) -> list[str]:
    """Whose assessments came into the warehouse."""
    rows = warehouse(
        world,
        "SELECT subject_id FROM typed.assessments WHERE standing = 0 ORDER BY score",
    )
    return [str(subject) for (subject,) in rows]


def warehouse(world: World, sql: str) -> list[tuple[object, ...]]:
    with duckdb.connect(str(world.at.warehouse)) as con:
        return con.execute(sql).fetchall()
