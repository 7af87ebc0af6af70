"""What comes of an appeal: upheld or amended, with new versions and results."""

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import select

from dashboard.assessments import amendments, appeals, versions
from dashboard.assessments.amendments import Amendment
from dashboard.database import engine
from dashboard.database.models.assessments import (
    Assessment,
    AssessmentVersion,
)
from dashboard.database.models.audit import AuditEntry
from dashboard.failures import Failure
from tests.dashboard.assessments.appealed import (
    ITEMS,
    Published,
    decide,
    latest,
    states,
    stored,
)
from tests.dashboard.assessments.world import LABOUR, NOW


@pytest.fixture
def published(store: str, world: Path, monkeypatch: pytest.MonkeyPatch) -> Published:
    monkeypatch.setenv("GOVSCORE_DATA", str(world))
    monkeypatch.setenv("GOVSCORE_AUDIENCE", "")
    return Published()


def test_upheld_by_two_leaves_every_figure_as_it_was(published: Published) -> None:
    appeal = published.appeal()
    decide(published, appeal)
    found = stored(appeal)
    assert (found.state, found.decision_reason) == ("upheld", "核对材料后认定")
    assert found.proposed_by == published.world.accounts["sun"]
    assert found.decided_by == published.world.accounts["chen"]
    assert states(*published.expert.values()) == ["upheld", "upheld"]
    assert latest(published).version == 1


def test_amended_by_two_makes_the_next_versions(published: Published) -> None:
    before = latest(published)
    # 0.7 x 87 + 0.3 x 95 = 60.9 + 28.5
    assert (before.version, before.details["total"]) == (1, 89.4)
    appeal = published.appeal()
    appeals.propose(
        published.person("sun"), appeal, 1, "amended", "漏评", published.better(), NOW
    )
    # A proposal changes nothing yet.
    assert latest(published).version == 1
    assert states(*published.expert.values()) == ["appealed", "appealed"]
    appeals.confirm(published.person("chen"), appeal, 2, NOW)
    wang, li = published.expert["wang"], published.expert["li"]
    assert states(wang, li) == ["amended", "upheld"]
    with engine.reading() as session:
        changed = session.get_one(Assessment, wang)
        first, second = changed.versions
        assert (first.version, first.score) == (1, 84)
        # 0.85 x 84 + 0.15 x 96 = 71.4 + 14.4
        assert (second.version, second.score, second.reason) == (2, 85.8, "漏评")
        assert second.author_id == published.world.accounts["sun"]
        after = versions.judgement_of(second).scores
        assert after == dict.fromkeys(ITEMS, 84) | {ITEMS[0]: 96}
        assert versions.judgement_of(first).scores == dict.fromkeys(ITEMS, 84)
        assert session.get_one(Assessment, li).version == 1
    after_all = latest(published)
    # Expert (85.8 + 90) / 2 = 87.9: 0.7 x 87.9 + 0.3 x 95 = 61.53 + 28.5
    assert (after_all.version, after_all.details["total"]) == (2, 90.03)
    # The police reached 90, but labour with 90.8 has the only place of two.
    told = after_all.details["grading"]
    assert (after_all.grade, told["reached"], told["why"]) == (
        *("good", "excellent", "quota"),
    )


def test_an_amendment_moves_others_of_the_category_by_a_version_too(
    published: Published,
) -> None:
    # Labour: 0.7 x 89 + 0.3 x 95 = 90.8, first of two and excellent.
    before = latest(published, LABOUR)
    assert (before.grade, before.details["grading"]["rank"]) == ("excellent", 1)
    best = Amendment(
        scores={
            published.expert[name]: dict.fromkeys(ITEMS, 94.0)
            for name in ("wang", "li")
        }
    )
    decide(published, published.appeal(), amendment=best)
    # Police: 0.7 x 94 + 28.5 = 94.3 takes the only place.
    after = latest(published, LABOUR)
    assert (after.version, after.details["total"], after.grade) == (2, 90.8, "good")
    assert after.details["grading"]["why"] == "quota"


def test_deductions_are_struck(published: Published) -> None:
    # One letter of five points stands against the police.
    appeal = published.appeal(method="supervision")
    decide(
        published,
        appeal,
        amendment=Amendment(struck={published.supervision: (0,)}),
    )
    with engine.reading() as session:
        first, second = session.get_one(Assessment, published.supervision).versions
        assert (first.score, len(first.deductions)) == (95, 1)
        assert (second.score, len(second.deductions)) == (100, 0)
    # 0.7 x 87 + 0.3 x 100
    assert latest(published).details["total"] == 90.9


Wrong = Callable[[Published], Amendment]


@pytest.mark.parametrize(
    ("wrong", "failure"),
    [
        (lambda p: Amendment(), amendments.NothingChanges),
        (
            lambda p: Amendment(scores={p.expert["wang"]: {ITEMS[0]: 84}}),
            amendments.NothingChanges,
        ),
        (
            lambda p: Amendment(scores={p.expert["wang"]: {ITEMS[0]: 100.5}}),
            amendments.Impossible,
        ),
        (
            lambda p: Amendment(scores={p.expert["wang"]: {ITEMS[0]: float("nan")}}),
            amendments.Impossible,
        ),
        (
            lambda p: Amendment(scores={p.expert["wang"]: {"beauty": 90}}),
            amendments.Impossible,
        ),
        # Of the other method, which nobody appealed.
        (
            lambda p: Amendment(struck={p.supervision: (0,)}),
            amendments.Impossible,
        ),
        (
            lambda p: Amendment(struck={p.expert["wang"]: (0,)}),
            amendments.Impossible,
        ),
    ],
)
def test_what_cannot_be_proposed(
    published: Published, wrong: Wrong, failure: type[Failure]
) -> None:
    appeal = published.appeal()
    with pytest.raises(failure):
        appeals.propose(
            published.person("sun"), appeal, 1, "amended", "改", wrong(published), NOW
        )
    assert stored(appeal).state == "open"


def test_every_step_is_in_the_log(published: Published) -> None:
    appeal = published.appeal()
    decide(published, appeal, amendment=published.better())
    with engine.reading() as session:
        told = session.scalars(
            select(AuditEntry)
            .where(AuditEntry.target == f"appeal:{appeal}")
            .order_by(AuditEntry.entry_id)
        ).all()
        assert [each.action for each in told] == [
            *("appeal.raise", "appeal.propose", "appeal.confirm"),
        ]
        wang = str(published.expert["wang"])
        # Which item of whose judgement, and no score: the log is read by others.
        assert told[1].details["scores"] == {wang: [ITEMS[0]]}
        written = session.scalars(select(AssessmentVersion.version)).all()
        assert sorted(written) == [1] * 6 + [2]
