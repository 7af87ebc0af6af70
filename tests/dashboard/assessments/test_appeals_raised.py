"""Raising an appeal: by whom, when, against what, with which grounds and files."""

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from dashboard.accounts.rights import NotAllowed
from dashboard.assessments import appeals
from dashboard.assessments import evidence as files_of
from dashboard.assessments.policies import Refused
from dashboard.database import engine
from dashboard.database.models.appeals import AppealEvidence
from dashboard.database.models.assessments import (
    Evidence,
)
from dashboard.database.models.cycles import Cycle, CycleSubject
from dashboard.database.models.people import Team
from dashboard.failures import Failure
from tests.dashboard.assessments import world as tiny
from tests.dashboard.assessments.appealed import (
    WHY,
    Published,
    at,
    decide,
    states,
    stored,
)
from tests.dashboard.assessments.world import LABOUR, NOW, POLICE


@pytest.fixture
def published(store: str, world: Path, monkeypatch: pytest.MonkeyPatch) -> Published:
    monkeypatch.setenv("GOVSCORE_DATA", str(world))
    monkeypatch.setenv("GOVSCORE_AUDIENCE", "")
    return Published()


def test_an_appeal_has_its_grounds_and_a_last_day_for_the_answer(
    published: Published,
) -> None:
    found = stored(published.appeal())
    assert (found.state, found.grounds) == ("open", WHY)
    # Ten working days after Tuesday 20 October: Tuesday 3 November.
    assert found.answer_due_on == date(2026, 11, 3)
    assert states(*published.expert.values()) == ["appealed", "appealed"]
    # The other method of the same subject is left alone.
    assert states(published.supervision) == ["published"]


READERS = ("wang", "zhou", "qian", "sun", "chen", "zheng")

RAISES = [
    ("wu", True, "a leader of the police"),
    ("zhou", False, "an evaluator of the police"),
    ("wang", False, "who scored it"),
    ("qian", False, "a reviewer"),
    ("zheng", False, "the administrator"),
]


@pytest.mark.parametrize(("name", "may", "_who"), RAISES)
def test_who_may_raise(published: Published, name: str, may: bool, _who: str) -> None:
    if may:
        published.appeal(name)
    else:
        with pytest.raises(NotAllowed):
            published.appeal(name)


@pytest.mark.parametrize(
    ("home", "may"),
    [
        (POLICE, True),
        (None, False),
        (LABOUR, False),
        ("city:230100", False),  # what is above does not speak for it,
        ("department:gaj", False),
        ("organ:230200/gaj", False),
        ("team:gaj", False),
    ],
)
def test_only_leaders_at_home_in_the_very_unit(
    published: Published, home: str | None, may: bool
) -> None:
    leader = replace(published.person("wu"), home=home)
    subject, method = published.world.subjects[POLICE], published.world.methods
    if may:
        appeals.raise_(leader, subject, method["expert"], WHY, now=NOW)
    else:
        with pytest.raises(NotAllowed):
            appeals.raise_(leader, subject, method["expert"], WHY, now=NOW)


def test_an_organ_speaks_for_its_team_and_not_for_the_city_above(
    published: Published,
) -> None:
    world = published.world
    with engine.writing() as session:
        session.add(Team(team_id="gaj", names={"zh": "公安局班子"}, leads=POLICE))
        session.add(Team(team_id="hrb", names={"zh": "市班子"}, leads="city:230100"))
        cycle = session.get_one(Cycle, world.cycle)
        for team in ("team:gaj", "team:hrb", "city:230100"):
            tiny.add_subject(session, cycle.cycle_id, team, {"zh": team})
    refused = {}
    with engine.reading() as session:
        for subject in session.scalars(select(CycleSubject)).all():
            try:
                appeals.raise_(
                    published.person("wu"),
                    subject.cycle_subject_id,
                    world.methods["expert"],
                    WHY,
                    now=NOW,
                )
            except NotAllowed as refusal:
                refused[subject.subject_id] = refusal.key
            except appeals.NothingToAppeal:
                refused[subject.subject_id] = "nothing to appeal yet"
    assert refused["team:gaj"] == "nothing to appeal yet"
    assert refused["team:hrb"] == refused["city:230100"] == "appeals.not_own_unit"


@pytest.mark.parametrize(
    ("now", "failure"),
    [
        (at(27, 15), None),  # the last day, 23:00 in Harbin
        (at(27, 16), "appeals.limit_over"),  # midnight
    ],
)
def test_an_appeal_is_raised_within_the_limit(
    published: Published, now: datetime, failure: str | None
) -> None:
    if failure is None:
        published.appeal(now=now)
        return
    with pytest.raises(Refused) as refusal:
        published.appeal(now=now)
    assert refusal.value.key == failure


@pytest.mark.parametrize("state", ["open", "closed"])
def test_outside_publicity_nothing_is_appealed(
    published: Published, state: str
) -> None:
    with engine.writing() as session:
        session.get_one(Cycle, published.world.cycle).state = state
    with pytest.raises(Refused) as refusal:
        published.appeal()
    assert refusal.value.key == "appeals.not_in_publicity"


def test_a_method_of_a_subject_is_appealed_once(published: Published) -> None:
    decide(published, published.appeal())
    with pytest.raises(appeals.RaisedBefore):
        published.appeal()
    published.appeal(method="supervision")


def test_an_appeal_says_why_and_brings_only_its_own_files(
    published: Published,
) -> None:
    wu = published.person("wu")
    subject = published.world.subjects[POLICE]
    method = published.world.methods["expert"]
    with engine.writing() as session:
        files = [
            Evidence(
                sha256="0" * 64,
                name="系统上线报告.pdf",
                media_type="application/pdf",
                size=9,
                uploaded_by=published.world.accounts[name],
            )
            for name in ("wu", "wang")
        ]
        session.add_all(files)
        session.flush()
        own, others = (each.evidence_id for each in files)
    wrong: list[tuple[str, list[int], type[Failure]]] = [
        (" \u200b", [own], appeals.TextMissing),
        ("长" * 2001, [own], appeals.TextTooLong),
        (WHY, [others], appeals.FilesUnusable),
        (WHY, [999], appeals.FilesUnusable),
        (WHY, [own] * 11, appeals.FilesUnusable),
    ]
    for grounds, evidence, failure in wrong:
        with pytest.raises(failure):
            appeals.raise_(wu, subject, method, grounds, evidence, NOW)
    appeals.raise_(wu, subject, method, WHY, [own, own], NOW)
    with engine.reading() as session:
        (kept,) = session.scalars(select(AppealEvidence))
        assert kept.evidence_id == own
        # Its bringer, the unit's leaders and the board; nobody else.
        file = session.get_one(Evidence, own)
        elsewhere = replace(wu, account_id=999, home=LABOUR)
        readers = {
            who.name or "nobody": files_of.can_read(session, who, file)
            for who in (*map(published.person, READERS), elsewhere)
        }
        assert files_of.can_read(session, replace(wu, account_id=998), file)
    assert not readers.pop("wu"), "a leader of another unit"
    assert [name for name, may in readers.items() if may] == ["qian", "sun", "chen"]


def test_what_no_method_scored_cannot_be_appealed(published: Published) -> None:
    with pytest.raises(appeals.NothingToAppeal):
        appeals.raise_(
            published.person("wu"), published.world.subjects[POLICE], 999, WHY, now=NOW
        )
