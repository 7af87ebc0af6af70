"""Entry: forms are opened, drafts are kept, submissions stand, on both stores."""

from collections.abc import Iterator

import pytest
from sqlalchemy import func, select

from dashboard.accounts import audit
from dashboard.accounts.rights import NotAllowed
from dashboard.assessments import attachments, entry, evidence, forms
from dashboard.assessments.policies import Refused
from dashboard.assessments.transitions import State, WrongState
from dashboard.database import engine
from dashboard.database.models.assessments import (
    Assessment,
    AssessmentEvent,
    AssessorLabel,
)
from dashboard.database.models.cycles import Assignment
from tests.dashboard.assessments import world as worlds
from tests.dashboard.assessments.world import (
    AFTER_ENTRY,
    CIVIL,
    LABOUR,
    NOW,
    PLAIN,
    POLICE,
    World,
)

ITEMS = [item.item_id for item in worlds.rubric("expert").items]
ALL_PLAIN = dict.fromkeys(ITEMS, PLAIN)
PROVED = ("openness", "services", "response")


@pytest.fixture
def world(
    store: str, tmp_path: object, monkeypatch: pytest.MonkeyPatch
) -> Iterator[World]:
    monkeypatch.setenv("GOVSCORE_DATA", str(tmp_path))
    yield worlds.build()


def opened(world: World, who: str = "wang", subject: str = POLICE) -> int:
    return entry.open_form(
        world.principal(who), world.assignment(who, subject), True, NOW
    )


def filled(world: World, who: str = "wang", subject: str = POLICE) -> tuple[int, int]:
    """A form with everything a submission needs; its number and revision."""
    me = world.principal(who)
    number = opened(world, who, subject)
    proof = evidence.keep(me, "minutes.txt", b"Seen on site.", NOW).evidence_id
    for item in PROVED:
        attachments.attach(me, number, proof, item, NOW)
    return number, entry.save_draft(me, number, 1, ALL_PLAIN, now=NOW)


def events(number: int) -> list[str]:
    with engine.reading() as session:
        return list(
            session.scalars(
                select(AssessmentEvent.event)
                .where(AssessmentEvent.assessment_id == number)
                .order_by(AssessmentEvent.event_id)
            )
        )


def test_nobody_assesses_without_declaring_to_be_fair(world: World) -> None:
    me, assignment = world.principal("wang"), world.assignment("wang", POLICE)
    with pytest.raises(entry.NotDeclaredFair):
        entry.open_form(me, assignment, False, NOW)
    number = entry.open_form(me, assignment, True, NOW)
    # Once opened it is open: the same form, without asking again.
    assert entry.open_form(me, assignment, False, NOW) == number
    assert events(number) == ["open"]


def test_a_form_is_opened_by_its_own_evaluator_only(world: World) -> None:
    theirs = world.assignment("li", POLICE)
    for who in ("wang", "qian", "wu", "zheng"):
        with pytest.raises(NotAllowed):
            entry.open_form(world.principal(who), theirs, True, NOW)
    with pytest.raises(NotAllowed):
        entry.open_form(world.principal("wang"), 999_999, True, NOW)


def test_ones_own_unit_stays_closed_even_if_assigned(world: World) -> None:
    with pytest.raises(Refused) as refusal:
        opened(world, "zhou")
    assert refusal.value.key == "policies.own_unit"


def test_a_draft_is_kept_and_read_again(world: World) -> None:
    me = world.principal("wang")
    number = opened(world)
    revision = entry.save_draft(
        me,
        number,
        1,
        {"platform": 55.5},
        "  As far as seen. ",
        comments={"platform": "Two systems\r\nside by side."},
        now=NOW,
    )
    form = forms.read(me, number, NOW)
    assert (form.revision, form.state, form.score) == (revision, State.DRAFT, None)
    assert form.judgement.scores == {"platform": 55.5}
    assert form.judgement.items["platform"].comment == "Two systems\nside by side."
    assert form.judgement.comment == "As far as seen."
    # Taken out again, it is gone.
    entry.save_draft(me, number, revision, {}, now=NOW)
    assert forms.read(me, number, NOW).judgement.items == {}


def test_what_cannot_be_is_refused_and_nothing_of_it_kept(world: World) -> None:
    me = world.principal("wang")
    number = opened(world)
    with pytest.raises(entry.Impossible) as refusal:
        entry.save_draft(me, number, 1, {"platform": 101.0, "openness": 80.0}, now=NOW)
    assert [each.place for each in refusal.value.problems] == ["platform"]
    assert forms.read(me, number, NOW).judgement.items == {}


def test_a_stale_save_is_refused_and_holds_both(world: World) -> None:
    me = world.principal("wang")
    number = opened(world)
    entry.save_draft(me, number, 1, {"platform": 70.0}, now=NOW)
    with pytest.raises(entry.Stale) as stale:
        entry.save_draft(me, number, 1, {"platform": 90.0}, now=NOW)
    assert stale.value.mine.scores == {"platform": 90.0}
    assert stale.value.theirs.judgement.scores == {"platform": 70.0}
    # Knowing theirs, one may take either.
    entry.save(me, number, stale.value.theirs.revision, stale.value.mine, NOW)
    assert forms.read(me, number, NOW).judgement.scores == {"platform": 90.0}


def test_the_same_save_twice_is_one(world: World) -> None:
    me = world.principal("wang")
    number = opened(world)
    first = entry.save_draft(me, number, 1, {"platform": 70.0}, now=NOW)
    assert entry.save_draft(me, number, 1, {"platform": 70.0}, now=NOW) == first
    assert events(number) == ["open", "save"]


def test_nothing_incomplete_is_submitted(world: World) -> None:
    me = world.principal("wang")
    number = opened(world)
    revision = entry.save_draft(me, number, 1, {"platform": 20.0}, now=NOW)
    with pytest.raises(entry.Incomplete) as refusal:
        entry.submit(me, number, revision, NOW)
    found = {(each.key, each.place) for each in refusal.value.problems}
    assert found == {
        *(("checks.score_missing", item) for item in set(ITEMS) - {"platform"}),
        ("checks.comment_missing", "platform"),
        *(("checks.evidence_missing", item) for item in PROVED),
    }
    assert forms.read(me, number, NOW).state == State.DRAFT


def test_submitting_twice_is_one_submission(world: World) -> None:
    me = world.principal("wang")
    number, revision = filled(world)
    first = entry.submit(me, number, revision, NOW)
    assert entry.submit(me, number, revision, NOW) == first
    assert events(number) == ["open", "save", "submit"]
    form = forms.read(me, number, NOW)
    assert (form.state, form.score) == (State.SUBMITTED, PLAIN)


def test_nobody_submits_what_they_have_not_seen(world: World) -> None:
    me = world.principal("wang")
    number, revision = filled(world)
    entry.save_draft(me, number, revision, {**ALL_PLAIN, "platform": 60.0}, now=NOW)
    with pytest.raises(entry.Stale):
        entry.submit(me, number, revision, NOW)


def test_nothing_is_saved_into_what_was_submitted(world: World) -> None:
    me = world.principal("wang")
    number, revision = filled(world)
    after = entry.submit(me, number, revision, NOW)
    with pytest.raises(WrongState):
        entry.save_draft(me, number, after, {"platform": 99.0}, now=NOW)
    with pytest.raises(WrongState):
        proof = evidence.keep(me, "late.txt", b"Late.", NOW).evidence_id
        attachments.attach(me, number, proof, "platform", NOW)


def test_entry_ends_with_its_last_day(world: World) -> None:
    me = world.principal("wang")
    number, revision = filled(world)
    with pytest.raises(Refused) as refusal:
        entry.save_draft(me, number, revision, {}, now=AFTER_ENTRY)
    assert refusal.value.key == "policies.entry_over"
    with pytest.raises(Refused):
        entry.submit(me, number, revision, AFTER_ENTRY)
    with pytest.raises(Refused):
        entry.open_form(me, world.assignment("wang", CIVIL), True, AFTER_ENTRY)


def test_a_form_is_read_by_its_evaluator_only(world: World) -> None:
    number, _ = filled(world)
    for who in ("li", "qian", "wu", "zheng"):
        with pytest.raises(NotAllowed):
            forms.read(world.principal(who), number, NOW)


def test_who_stepped_aside_enters_nothing_more(world: World) -> None:
    me = world.principal("wang")
    number, revision = filled(world)
    with engine.writing() as session:
        assignment = session.get(Assignment, world.assignment("wang", POLICE))
        assert assignment is not None
        assignment.state = "recused"
    with pytest.raises(Refused) as refusal:
        entry.submit(me, number, revision, NOW)
    assert refusal.value.key == "policies.recused"


def test_daily_supervision_begins_at_a_hundred(world: World) -> None:
    me = world.principal("zhao")
    number = entry.open_form(
        me, world.assignment("zhao", LABOUR, "supervision"), True, NOW
    )
    assert forms.read(me, number, NOW).score == 100.0
    entry.submit(me, number, 1, NOW)
    assert forms.read(me, number, NOW).state == State.SUBMITTED


def test_an_assessor_keeps_one_label_for_a_cycle(world: World) -> None:
    for who, subject in (("wang", POLICE), ("li", POLICE), ("wang", CIVIL)):
        opened(world, who, subject)
    with engine.reading() as session:
        drawn = session.scalars(select(AssessorLabel)).all()
    numbers = {label.account_id: label.number for label in drawn}
    assert numbers.keys() == {world.accounts["wang"], world.accounts["li"]}
    # Four have assignments in the cycle: a letter is drawn of A to D.
    assert len(set(numbers.values())) == 2
    assert set(numbers.values()) <= {0, 1, 2, 3}


def test_every_write_is_in_the_log(world: World) -> None:
    me = world.principal("wang")
    number, revision = filled(world)
    entry.submit(me, number, revision, NOW)
    with engine.reading() as session:
        # open, evidence kept, attached three times, save, submit
        assert audit.verify(session) == 7
        assert session.scalar(select(func.count(Assessment.assessment_id))) == 1
