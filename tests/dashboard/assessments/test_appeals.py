"""Who decides an appeal: two of the board who had no part in the score."""

from dataclasses import replace
from pathlib import Path

import pytest

from dashboard.accounts.principal import Role, Scope
from dashboard.accounts.rights import NotAllowed
from dashboard.assessments import appeals
from dashboard.assessments.policies import Refused
from dashboard.database import engine
from dashboard.database.models.assessments import (
    AssessmentEvent,
)
from dashboard.failures import Failure
from tests.dashboard.assessments.appealed import (
    Published,
    decide,
    stored,
)
from tests.dashboard.assessments.world import NOW, POLICE


@pytest.fixture
def published(store: str, world: Path, monkeypatch: pytest.MonkeyPatch) -> Published:
    monkeypatch.setenv("GOVSCORE_DATA", str(world))
    monkeypatch.setenv("GOVSCORE_AUDIENCE", "")
    return Published()


# Who may propose on the police's expert scores, and confirm what sun proposed.
BOARD = [
    ("sun", True, False),  # a reviewer without a part; not their own proposal
    ("chen", True, True),  # another one
    ("qian", False, False),  # approved the scores
    ("wang", False, False),  # scored, and is no reviewer
    ("wu", False, False),  # the appellant
    ("zheng", False, False),  # the administrator
    ("zhou", False, False),  # of the police
]


@pytest.mark.parametrize(("name", "proposes", "confirms"), BOARD)
def test_who_decides(
    published: Published, name: str, proposes: bool, confirms: bool
) -> None:
    appeal = published.appeal()
    who = published.person(name)
    if proposes:
        appeals.propose(who, appeal, 1, "upheld", "维持", now=NOW)
        appeals.send_back(
            published.person("chen" if name == "sun" else "sun"), appeal, 2, "再核", NOW
        )
    else:
        with pytest.raises(NotAllowed):
            appeals.propose(who, appeal, 1, "upheld", "维持", now=NOW)
    read = stored(appeal).revision
    appeals.propose(published.person("sun"), appeal, read, "upheld", "维持", now=NOW)
    read = stored(appeal).revision
    if confirms:
        appeals.confirm(who, appeal, read, NOW)
        assert stored(appeal).state == "upheld"
    else:
        for act in (
            lambda: appeals.confirm(who, appeal, read, NOW),
            lambda: appeals.send_back(who, appeal, read, "不同意", NOW),
        ):
            with pytest.raises(NotAllowed):
                act()
        assert stored(appeal).state == "proposed"


@pytest.mark.parametrize(
    ("change", "key"),
    [
        # Each would be on the board but for this one thing.
        ({"home": POLICE}, "policies.own_unit"),
        ({"home": "city:230100"}, None),  # above it: may decide
        ({"home": "organ:230100/rsj"}, None),
        ({"scope": Scope(cities=frozenset({"230200"}))}, "policies.out_of_scope"),
        ({"account_id": None}, "appeals.raised_it"),
    ],
)
def test_one_thing_that_keeps_from_the_board(
    published: Published, change: dict[str, object], key: str | None
) -> None:
    appeal = published.appeal()
    someone = replace(published.person("sun"), **change)  # type: ignore[arg-type]
    if key is None:
        appeals.propose(someone, appeal, 1, "upheld", "维持", now=NOW)
        return
    with pytest.raises(Refused) as refusal:
        appeals.propose(someone, appeal, 1, "upheld", "维持", now=NOW)
    assert refusal.value.key == key


@pytest.mark.parametrize("name", ["wang", "zhou", "wu", "qian"])
def test_who_had_a_part_stays_off_the_board_as_a_reviewer_too(
    published: Published, name: str
) -> None:
    """wang scored, zhou was asked to, wu raised it, qian approved."""
    appeal = published.appeal()
    made_reviewer = replace(published.world.principal(name, Role.REVIEWER), home=None)
    with pytest.raises(Refused) as refusal:
        appeals.propose(made_reviewer, appeal, 1, "upheld", "维持", now=NOW)
    assert refusal.value.key in ("appeals.had_part", "appeals.raised_it")


def test_who_returned_it_once_stays_off_the_board(published: Published) -> None:
    with engine.writing() as session:
        session.add(
            AssessmentEvent(
                assessment_id=published.expert["wang"],
                account_id=published.world.accounts["sun"],
                event="return",
                from_state="submitted",
                to_state="returned",
                version=1,
            )
        )
    with pytest.raises(Refused) as refusal:
        appeals.propose(
            published.person("sun"), published.appeal(), 1, "upheld", "维持", now=NOW
        )
    assert refusal.value.key == "appeals.had_part"


def test_a_proposal_sent_back_is_open_again_with_the_reason(
    published: Published,
) -> None:
    appeal = published.appeal()
    sun, chen = published.person("sun"), published.person("chen")
    appeals.propose(sun, appeal, 1, "amended", "漏评", published.better(), NOW)
    with pytest.raises(appeals.TextMissing):
        appeals.send_back(chen, appeal, 2, " ", NOW)
    appeals.send_back(chen, appeal, 2, "材料不足", NOW)
    found = stored(appeal)
    assert (found.state, found.proposed_by) == ("open", None)
    assert found.proposal == {"sent_back": "材料不足"}
    # Now the other one proposes, and the first may confirm.
    decide(published, appeal, first="chen", second="sun")
    assert stored(appeal).state == "upheld"


def test_of_two_at_once_the_second_is_told(published: Published) -> None:
    appeal = published.appeal()
    appeals.propose(published.person("sun"), appeal, 1, "upheld", "维持", now=NOW)
    with pytest.raises(appeals.Stale):
        appeals.propose(published.person("chen"), appeal, 1, "upheld", "维持", now=NOW)
    appeals.confirm(published.person("chen"), appeal, 2, NOW)
    with pytest.raises(Failure):
        appeals.confirm(published.person("chen"), appeal, 3, NOW)
