"""Lists find their rows by an index, so that years of assessments slow none of them."""

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import event

from dashboard.assessments import entry, forms, review_queue, tasks
from dashboard.database import engine
from tests.dashboard.assessments import world as worlds
from tests.dashboard.assessments.world import NOW, POLICE, World

# Tables that grow with every cycle; the others have a few rows a cycle.
GROWING = {
    "assignment",
    "assessment",
    "assessment_version",
    "item_score",
    "deduction",
    "assessment_event",
    "assessment_evidence",
}
LISTS = {
    "the worklist": lambda world, _form: tasks.current(world.principal("wang"), NOW),
    "past forms": lambda world, _form: tasks.past(world.principal("wang"), NOW),
    "a form": lambda world, form: forms.read(world.principal("wang"), form),
    "the review": lambda world, _form: review_queue.panels(
        world.principal("qian"), world.methods["expert"]
    ),
}


@pytest.fixture
def asked(
    postgresql_store: str, monkeypatch: pytest.MonkeyPatch
) -> Iterator[list[Any]]:
    """What is asked of the store, by a database that avoids reading whole tables.

    Three rows are read whole sooner than by an index. Told not to, the database shows
    which tables it could not read otherwise.
    """
    options = "options=-c%20enable_seqscan=off%20-c%20enable_bitmapscan=off"
    monkeypatch.setenv(engine.STORE_VARIABLE, f"{postgresql_store}&{options}")
    statements: list[Any] = []

    def note(
        _connection: Any, _cursor: Any, statement: str, values: Any, *_: Any
    ) -> None:
        statements.append((statement, values))

    with engine.reading() as session:
        event.listen(session.get_bind(), "before_cursor_execute", note)
    yield statements
    engine.close()


@pytest.mark.parametrize("name", LISTS)
def test_a_list_reads_no_growing_table_whole(name: str, asked: list[Any]) -> None:
    world: World = worlds.build()
    wang = world.principal("wang")
    form = entry.open_form(wang, world.assignment("wang", POLICE), True, NOW)
    asked.clear()
    LISTS[name](world, form)
    statements = [*asked]
    assert statements
    with engine.reading() as session:
        cursor = session.connection().connection.cursor()
        for statement, values in statements:
            cursor.execute(f"EXPLAIN (FORMAT JSON) {statement}", values)
            ((plan,),) = cursor.fetchall()
            assert not read_whole(plan[0]["Plan"]), statement


def read_whole(node: dict[str, Any]) -> set[str]:
    """Growing tables that a plan reads from end to end."""
    found: set[str] = set()
    if node.get("Relation Name") in GROWING and not (
        node.get("Index Cond") or node.get("Recheck Cond")
    ):
        found.add(node["Relation Name"])
    return found.union(*(read_whole(each) for each in node.get("Plans", ())))
