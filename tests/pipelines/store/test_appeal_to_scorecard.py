"""The whole way: judged, published, measured; appealed, amended, measured again."""

import pytest

from pipelines.locations import VARIABLE
from tests.dashboard.assessments.appealed import Published, decide
from tests.pipelines.measure.cases_world import World
from tests.pipelines.store.judged import NAME, POLICE, ask, command, counts

_METHODS = """
    SELECT o.indicator_id, o.value, p.assessors, round(p.spread, 4) AS spread
    FROM observation AS o
    JOIN panel AS p USING (indicator_id, subject_id, period_kind, period)
    WHERE o.subject_id = 'organ:230100/gaj' AND o.period_kind = 'month'
        AND o.period = '2026-10-01'
    ORDER BY o.indicator_id
"""


def methods(world: World) -> list[tuple[object, ...]]:
    """What the scorecard of the police says of each method."""
    return [tuple(row.values()) for row in ask(world, _METHODS)]


def test_an_amended_appeal_is_on_the_scorecard_after_the_next_run(
    calendar_world: World, store: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = calendar_world
    monkeypatch.setenv(VARIABLE, str(world.at.root))
    published = Published()
    status, told, _ = command(world)
    # Experts and the supervisor on the police and on labour.
    assert (status, counts(told)["read"], counts(told)["loaded"]) == (0, 6, 6)
    assert methods(world) == [
        ("assessment_expert", 87, 2, 4.2426),  # 84 and 90: sqrt(3^2 + 3^2)
        ("assessment_supervision", 95, 1, None),
    ]
    appeal = published.appeal()
    assert command(world)[1]["status"] == "unchanged"  # the score stands meanwhile
    decide(published, appeal, amendment=published.better())
    assert command(world)[1]["status"] == "published"
    assert methods(world) == [
        ("assessment_expert", 87.9, 2, 2.9698),  # 85.8 and 90: 2.1 x sqrt(2)
        ("assessment_supervision", 95, 1, None),
    ]
    loads = ask(world, "SELECT file, rows_loaded, rows_superseded FROM load")
    assert sorted(tuple(row.values()) for row in loads) == [(NAME, 0, 6), (NAME, 6, 0)]
    # A figure of an organ is for insiders.
    rows = ask(world, f"FROM observation WHERE subject_id = '{POLICE}'", "public")
    assert rows == ask(world, "FROM panel", "public") == []
