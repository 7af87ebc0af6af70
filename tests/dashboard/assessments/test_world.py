"""The tiny world stands on both kinds of store."""

from sqlalchemy import func, select

from dashboard.database import engine
from dashboard.database.models.cycles import Assignment
from tests.dashboard.assessments import world


def test_the_tiny_world_can_be_made(store: str) -> None:
    made = world.build()
    with engine.reading() as session:
        # Two experts and a supervisor for each of three organs, and one by mistake.
        assert session.scalar(select(func.count(Assignment.assignment_id))) == 10
    assert made.principal("wu").home == world.POLICE
