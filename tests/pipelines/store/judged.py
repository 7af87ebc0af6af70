"""Assessments straight through the tables, and what a run makes of them."""

import json
import subprocess
import sys
from datetime import UTC, datetime
from typing import Any

import duckdb

from dashboard.database import engine
from dashboard.database.models.assessments import Assessment, AssessmentVersion
from dashboard.database.models.cycles import Assignment, Cycle
from tests.dashboard.assessments import world as cycles
from tests.pipelines import worlds
from tests.pipelines.measure.cases_world import PROJECT, Figures, World, rows

POLICE, LABOUR, CIVIL = cycles.POLICE, cycles.LABOUR, cycles.CIVIL
NAME = "store/published_assessment"
OCTOBER = datetime(2026, 10, 20, 2, 0, tzinfo=UTC)
NOVEMBER = datetime(2026, 11, 3, 2, 0, tzinfo=UTC)
AS_OF = "2026-11-15"


def judge(
    cycle: cycles.World,
    name: str,
    subject: str,
    score: float,
    *,
    method: str = "expert",
    state: str = "published",
    at: datetime = OCTOBER,
) -> int:
    """One assessment in a state; returns its number."""
    with engine.writing() as session:
        made = Assessment(
            assignment_id=cycle.assignment(name, subject, method),
            state=state,
            version=1,
            declared_fair_at=at,
            submitted_at=at,
            counted_at=at,
        )
        session.add(made)
        session.flush()
        session.add(_version(made.assessment_id, 1, score, cycle.accounts[name]))
        return made.assessment_id


def amend(cycle: cycles.World, assessment_id: int, score: float) -> None:
    """The board writes the next version, a month later."""
    with engine.writing() as session:
        found = session.get_one(Assessment, assessment_id)
        found.state = "amended"
        found.version = 2
        found.decided_at = NOVEMBER
        session.add(_version(assessment_id, 2, score, cycle.accounts["qian"]))


def publish(cycle: cycles.World) -> None:
    """The results of the cycle are public from now on."""
    with engine.writing() as session:
        found = session.get_one(Cycle, cycle.cycle)
        found.state = "publicity"
        found.published_at = NOVEMBER


def recuse(cycle: cycles.World, name: str, subject: str) -> None:
    with engine.writing() as session:
        number = cycle.assignment(name, subject)
        session.get_one(Assignment, number).state = "recused"


def found(figures: Figures, subject: str = POLICE, month: str = "2026-10-01") -> Any:
    """Total, judgements and mean of the experts on a subject in a month."""
    row = figures.observed("assessment_expert", subject, month)
    return row["numerator"], row["denominator"], row["value"]


def command(world: World, *options: str) -> tuple[int, dict[str, Any], str]:
    """`python -m pipelines run --json` as a scheduler calls it: status, told, error."""
    said = worlds.command(world.at.root, "run", "--json", "--as-of", AS_OF, *options)
    return said.status, json.loads(said.out or "{}"), said.err


def process(world: World) -> tuple[int, dict[str, Any], str]:
    """The same in a process of its own, which has never heard of the dashboard."""
    done = subprocess.run(
        [sys.executable, "-m", "pipelines", "run", "--json",
         "--data", str(world.at.root), "--as-of", AS_OF],
        cwd=PROJECT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    return done.returncode, json.loads(done.stdout or "{}"), done.stderr


def counts(told: dict[str, Any]) -> dict[str, int]:
    """What became of the rows of assessments."""
    (count,) = [each for each in told["sources"] if each["source"] == "assessments"]
    return {key.removeprefix("rows_"): n for key, n in count.items() if key != "source"}


def ask(world: World, sql: str, audience: str = "internal") -> list[dict[str, Any]]:
    """A question to what stands published."""
    standing = json.loads(world.at.current.read_text("utf-8"))
    file = world.at.published / standing["files"][audience]
    with duckdb.connect(str(file), read_only=True) as con:
        return rows(con, sql)


def loads(world: World) -> list[tuple[object, ...]]:
    """File, rows read, loaded and superseded of everything that was loaded."""
    asked = "SELECT file, rows_read, rows_loaded, rows_superseded FROM load"
    return sorted(tuple(row.values()) for row in ask(world, asked))


def give(world: World) -> None:
    """A file of the inbox beside the store."""
    world.give("assessments", f"subject, score\n{POLICE}, 80")


def _version(
    assessment_id: int, number: int, score: float, author: int
) -> AssessmentVersion:
    return AssessmentVersion(
        assessment_id=assessment_id,
        version=number,
        score=score,
        comment="",
        reason=None if number == 1 else "appeal",
        author_id=author,
    )
