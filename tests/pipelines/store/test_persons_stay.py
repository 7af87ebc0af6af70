"""Teams and officials are assessed in the store and are nowhere outside of it."""

import json

import duckdb

from dashboard.database import engine
from dashboard.database.models.ballots import PublishedBallotScore
from tests.dashboard.assessments import votes
from tests.dashboard.assessments import world as cycles
from tests.pipelines.measure.cases_world import World
from tests.pipelines.store.judged import AS_OF, NOVEMBER, POLICE, judge, publish

TEAM, OFFICIAL = "team:gaj-leaders", "official:gaj-0017"
PERSONS = {
    TEAM: {"zh": "市公安局领导班子", "en": "Leadership of the police"},
    OFFICIAL: {"zh": "欧阳明珠", "en": "Ouyang Mingzhu"},
}
SCORES = {POLICE: 71.25, TEAM: 72.125, OFFICIAL: 73.375}
BALLOT = 74.625


def test_persons_and_teams_are_in_no_file(world: World, store: str) -> None:
    review = votes.opened({**PERSONS, POLICE: cycles.SUBJECTS[POLICE]})
    cycle = review.world
    for subject, score in SCORES.items():
        judge(cycle, "wang", subject, score)
    with engine.writing() as session:
        for subject in PERSONS:
            session.add(
                PublishedBallotScore(
                    poll_id=review.poll,
                    cycle_subject_id=cycle.subjects[subject],
                    score=BALLOT,
                    ballots=30,
                    spread=1,
                    counted_at=NOVEMBER,
                )
            )
    publish(cycle)
    assert world.run(AS_OF).status == "published"
    everything = written(world)
    assert str(SCORES[POLICE]) in everything
    for secret in (
        "team:", "official:", "gaj-leaders", "gaj-0017", "领导班子", "欧阳明珠",
        "Leadership of the police", "Ouyang", "72.125", "73.375", "74.625",
    ):  # fmt: skip
        assert secret not in everything, secret
    assert [path.name for path in world.at.root.glob(".scratch-*")] == []


def written(world: World) -> str:
    """All that a run leaves behind, as text: warehouse, both publications, rejects."""
    standing = json.loads(world.at.current.read_text("utf-8"))
    files = [world.at.published / name for name in standing["files"].values()]
    told = [path.read_text("utf-8") for path in world.at.rejects.glob("*")]
    for file in (world.at.warehouse, *files):
        with duckdb.connect(str(file), read_only=True) as con:
            tables = con.execute(
                "SELECT schema_name || '.\"' || table_name || '\"' FROM duckdb_tables()"
            ).fetchall()
            for (table,) in tables:
                told.append(str(con.execute(f"FROM {table}").fetchall()))
    return "\n".join(told)
