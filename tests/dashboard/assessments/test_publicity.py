"""Publishing a cycle: what stands in the way, what changes, and when it closes."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import select, text

from dashboard.accounts.principal import Role
from dashboard.accounts.rights import NotAllowed
from dashboard.assessments import publicity, results
from dashboard.database import engine
from dashboard.database.models.adjustments import CycleResult
from dashboard.database.models.appeals import Appeal
from dashboard.database.models.assessments import Assessment, AssessmentEvent
from dashboard.database.models.audit import AuditEntry
from dashboard.database.models.ballots import Poll
from dashboard.database.models.cycles import Assignment, Cycle
from dashboard.database.models.publicity import LeftOut
from dashboard.failures import Failure
from tests.dashboard.assessments import decided
from tests.dashboard.assessments import world as tiny
from tests.dashboard.assessments.decided import adjust, judge
from tests.dashboard.assessments.world import CIVIL, LABOUR, NOW, POLICE, World

# NOW is Tuesday 20 October 2026; five working days later it is the next Tuesday.
LAST_DAY = date(2026, 10, 27)
# Of the cycle once it has its rules.
READ = 2


def at(day: int, hour: int = 2) -> datetime:
    """A moment of October 2026 in UTC; Harbin is eight hours ahead."""
    return datetime(2026, 10, day, hour, tzinfo=UTC)


@pytest.fixture
def cycle(store: str, world: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    """The tiny cycle; police and labour are decided, zhou and civil affairs are not."""
    monkeypatch.setenv("GOVSCORE_DATA", str(world))
    monkeypatch.setenv("GOVSCORE_AUDIENCE", "")
    made = decided.build()
    for subject, score in ((POLICE, 95), (LABOUR, 88)):
        for name in ("wang", "li"):
            judge(made, name, subject, score)
        judge(made, "zhao", subject, score, method="supervision")
    judge(made, "wang", CIVIL, 70, state="submitted")
    return made


def waiting(cycle: World) -> dict[int, str]:
    """A reason for each of the four that are undecided."""
    return {
        cycle.assignment("zhou", POLICE): "未开始评分",
        cycle.assignment("wang", CIVIL): "来不及复核",
        cycle.assignment("li", CIVIL): "未开始评分",
        cycle.assignment("zhao", CIVIL, "supervision"): "未开始评分",
    }


def publish(cycle: World, left_out: dict[int, str] | None = None) -> None:
    reasons = waiting(cycle) if left_out is None else left_out
    publicity.publish(cycle.principal("zheng"), cycle.cycle, READ, reasons, NOW)


def stored(cycle: World) -> Cycle:
    with engine.reading() as session:
        return session.get_one(Cycle, cycle.cycle)


def test_the_preview_says_what_is_missing_and_what_would_come_out(
    cycle: World,
) -> None:
    adjust(cycle, POLICE, "bonus", "city_award", 1, state="submitted")
    found = publicity.preview(cycle.principal("zheng"), cycle.cycle, NOW)
    assert {each.assignment_id: each.state for each in found.undecided} == {
        cycle.assignment("zhou", POLICE): None,
        cycle.assignment("wang", CIVIL): "submitted",
        cycle.assignment("li", CIVIL): None,
        cycle.assignment("zhao", CIVIL, "supervision"): None,
    }
    assert (found.open_adjustments, found.open_polls, found.blocks) == (1, 0, True)
    assert [each.total.total for each in found.outcomes] == [95, 88, None]
    assert [each.subject.subject_id for each in found.without_score] == [CIVIL]
    assert stored(cycle).state == "open"


def test_publishing_keeps_results_and_counts_the_days(cycle: World) -> None:
    publish(cycle)
    found = stored(cycle)
    assert (found.state, found.published_at) == ("publicity", NOW)
    assert (found.publicity_ends_on, found.appeal_ends_on) == (LAST_DAY, LAST_DAY)
    with engine.reading() as session:
        kept = results.latest(session, cycle.cycle)
        totals = [each.details["total"] for each in kept.values()]
        assert sorted(totals, key=str) == [88, 95, None]
        assert {each.version for each in kept.values()} == {1}
        states = session.scalars(
            select(Assessment.state).order_by(Assessment.assessment_id)
        ).all()
        assert states == ["published"] * 6 + ["submitted"]
        events = session.scalars(select(AssessmentEvent)).all()
        assert {(each.event, each.from_state, each.to_state) for each in events} == {
            ("publish", "approved", "published")
        }
        assert len(events) == 6


def test_what_is_left_out_has_its_reason_on_record(cycle: World) -> None:
    publish(cycle)
    with engine.reading() as session:
        kept = {each.assignment_id: each for each in session.scalars(select(LeftOut))}
        assert {key: each.reason for key, each in kept.items()} == waiting(cycle)
        logged = session.scalars(
            select(AuditEntry).where(AuditEntry.action == "assignment.leave_out")
        ).all()
        assert len(logged) == 4
        (entry,) = session.scalars(
            select(AuditEntry).where(AuditEntry.action == "cycle.publish")
        )
        assert entry.details["assessments"] == 6
        assert entry.details["publicity_ends_on"] == "2026-10-27"


@pytest.mark.parametrize("wanting", ["nothing", "one", "blank"])
def test_each_undecided_one_needs_its_own_reason(cycle: World, wanting: str) -> None:
    reasons = waiting(cycle)
    some = next(iter(reasons))
    if wanting == "one":
        del reasons[some]
    given = {"nothing": {}, "one": reasons, "blank": reasons | {some: " \u200b"}}
    with pytest.raises(publicity.NotDecided):
        publish(cycle, given[wanting])
    with engine.reading() as session:
        assert stored(cycle).state == "open"
        assert session.scalars(select(CycleResult)).all() == []
        assert session.scalars(select(LeftOut)).all() == []


def test_a_reason_for_what_is_decided_leaves_nothing_out(cycle: World) -> None:
    publish(cycle, waiting(cycle) | {cycle.assignment("wang", POLICE): "不想算"})
    with engine.reading() as session:
        assert len(session.scalars(select(LeftOut)).all()) == 4
        police = results.latest(session, cycle.cycle)[cycle.subjects[POLICE]]
        assert police.details["methods"][0]["n"] == 2


def test_who_stepped_aside_needs_no_reason_and_is_not_published(cycle: World) -> None:
    with engine.writing() as session:
        for number in (*waiting(cycle), cycle.assignment("li", LABOUR)):
            session.get_one(Assignment, number).state = "recused"
    publish(cycle, {})
    with engine.reading() as session:
        states = session.scalars(select(Assessment.state)).all()
        assert sorted(states) == ["approved", *["published"] * 5, "submitted"]


def test_undecided_adjustments_stand_in_the_way(cycle: World) -> None:
    adjust(cycle, POLICE, "bonus", "city_award", 1, state="submitted")
    with pytest.raises(publicity.AdjustmentsOpen):
        publish(cycle)
    assert stored(cycle).state == "open"


def test_a_poll_that_still_takes_votes_stands_in_the_way(cycle: World) -> None:
    with engine.writing() as session:
        method = tiny.add_method(session, cycle.cycle, "democratic", 0.2)
        session.add(Poll(cycle_method_id=method, closes_at=at(21), state="open"))
    with pytest.raises(publicity.PollsOpen):
        publish(cycle)
    revision = stored(cycle).revision
    publicity.publish(
        cycle.principal("zheng"), cycle.cycle, revision, waiting(cycle), at(22)
    )
    assert stored(cycle).publicity_ends_on == date(2026, 10, 29)


@pytest.mark.parametrize("role", Role)
def test_only_an_administrator_publishes_and_closes(cycle: World, role: Role) -> None:
    if role == Role.ADMINISTRATOR:
        return
    someone = cycle.principal("zheng", role)
    for act in (
        lambda: publicity.preview(someone, cycle.cycle, NOW),
        lambda: publicity.publish(someone, cycle.cycle, READ, waiting(cycle), NOW),
        lambda: publicity.close(someone, cycle.cycle, READ, NOW),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_a_cycle_is_published_once_and_as_it_was_read(cycle: World) -> None:
    zheng = cycle.principal("zheng")
    with pytest.raises(publicity.Stale):
        publicity.publish(zheng, cycle.cycle, 7, waiting(cycle), NOW)
    publish(cycle)
    for revision in (READ, stored(cycle).revision):
        with pytest.raises(publicity.Stale):
            publicity.publish(zheng, cycle.cycle, revision, {}, NOW)


@pytest.mark.parametrize(
    ("now", "left"),
    [
        (at(20), 5),
        (at(22), 3),  # Thursday: Friday, Monday, Tuesday
        (at(24), 2),  # Saturday: Monday, Tuesday
        (at(26), 1),
        (at(27), 0),  # the last day, also late in the evening
        (at(27, 15), 0),
        (at(27, 16), -1),  # midnight in Harbin
        (at(28), -1),
        (at(29), -2),
    ],
)
def test_the_countdown_is_in_working_days(
    cycle: World, now: datetime, left: int
) -> None:
    publish(cycle)
    found = publicity.countdown(stored(cycle), now)
    assert found is not None
    assert (found.publicity_left, found.appeal_left) == (left, left)


def test_before_publication_there_is_no_countdown(cycle: World) -> None:
    assert publicity.countdown(stored(cycle), NOW) is None


def test_a_last_day_before_a_weekend_is_over_on_the_weekend(cycle: World) -> None:
    # From Saturday back to Friday there is no working day, yet Friday is over.
    assert publicity.days_left(date(2026, 10, 24), date(2026, 10, 23)) == -1


@pytest.mark.parametrize(
    ("now", "appeal", "closes"),
    [
        (at(27), None, False),  # still the last day
        (at(28), None, True),
        (at(28), "open", False),
        (at(28), "proposed", False),
        (at(28), "upheld", True),
        (at(28), "amended", True),
    ],
)
def test_a_cycle_closes_after_publicity_and_the_last_answer(
    cycle: World, now: datetime, appeal: str | None, closes: bool
) -> None:
    publish(cycle)
    if appeal:
        with engine.writing() as session:
            session.add(
                Appeal(
                    cycle_subject_id=cycle.subjects[POLICE],
                    cycle_method_id=cycle.methods["expert"],
                    state=appeal,
                    grounds="x",
                    raised_by=cycle.accounts["wu"],
                    answer_due_on=LAST_DAY,
                )
            )
    revision = stored(cycle).revision
    failure: type[Failure] | None = None if closes else publicity.NotOver
    if failure:
        with pytest.raises(failure):
            publicity.close(cycle.principal("zheng"), cycle.cycle, revision, now)
    else:
        publicity.close(cycle.principal("zheng"), cycle.cycle, revision, now)
    assert stored(cycle).state == ("closed" if closes else "publicity")


def test_an_open_cycle_does_not_close(cycle: World) -> None:
    with pytest.raises(publicity.NotOver):
        publicity.close(cycle.principal("zheng"), cycle.cycle, READ, at(30))


def test_the_pipelines_read_what_is_published_and_no_person(cycle: World) -> None:
    with engine.writing() as session:
        method = tiny.add_method(session, cycle.cycle, "expert", 1.0, "official")
        cycle.methods["expert_of_people"] = method
        cycle.subjects["official:liu"] = tiny.add_subject(
            session, cycle.cycle, "official:liu", {"zh": "刘某", "en": "Liu"}
        )
        tiny.add_assignment(session, cycle, "wang", "official:liu", "expert_of_people")
    judge(cycle, "wang", "official:liu", 91, method="expert_of_people")
    read = text("SELECT subject_id, score FROM published_assessment")
    with engine.reading() as session:
        assert session.execute(read).all() == []
    publish(cycle)
    with engine.reading() as session:
        rows = sorted(map(tuple, session.execute(read).all()))
        assert rows == [(POLICE, 95.0)] * 3 + [(LABOUR, 88.0)] * 3
        official = results.latest(session, cycle.cycle)[cycle.subjects["official:liu"]]
        assert official.details["total"] == 91
