"""What the store said goes into an edition, and comes out of it without the store."""

from __future__ import annotations

import pytest

from dashboard.database import engine
from pipelines.errors import DataRefused
from tests.dashboard.assessments.world import World as Cycle
from tests.pipelines.editions.conftest import freeze, manifest, verify
from tests.pipelines.measure.cases_world import World
from tests.pipelines.store.judged import AS_OF, LABOUR, NAME, POLICE, judge, publish


def frozen(world: World, cycle: Cycle) -> None:
    """Judgements of the third quarter, published and frozen."""
    world.give("ratings", "rated, level\n2026-07-10, 5", "2026-07.csv")
    judge(cycle, "wang", POLICE, 70)
    publish(cycle)
    world.run(AS_OF)
    freeze(world, quarter="2026Q3")


def test_an_edition_keeps_what_the_store_said(world: World, cycle: Cycle) -> None:
    frozen(world, cycle)
    (of_store,) = (
        each
        for each in manifest(world, "2026Q3-1")["inputs"]
        if each["source"] == "assessments"
    )
    assert of_store["name"] == NAME
    # Later the store says more; the edition is computed from what it said then.
    judge(cycle, "li", LABOUR, 90)
    with engine.writing() as session:
        session.flush()
    found = verify(world, "2026Q3-1")
    assert (found.status, found.problems) == ("equal", [])


def test_a_store_that_says_something_else_than_was_published_is_refused(
    world: World, sqlite_cycle: Cycle
) -> None:
    world.give("ratings", "rated, level\n2026-07-10, 5", "2026-07.csv")
    judge(sqlite_cycle, "wang", POLICE, 70)
    publish(sqlite_cycle)
    world.run(AS_OF)
    judge(sqlite_cycle, "li", LABOUR, 90)
    publish(sqlite_cycle)
    with pytest.raises(DataRefused, match=f"assessments/{NAME}"):
        freeze(world, quarter="2026Q3")
