"""Bonus, deduction and veto: who may enter and decide what, and what is refused."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from dashboard.accounts import audit
from dashboard.accounts.principal import Principal, Role, Scope
from dashboard.accounts.rights import NotAllowed
from dashboard.assessments import adjustment_entry as entries
from dashboard.assessments import adjustments, evidence
from dashboard.assessments.adjustment_entry import Entry
from dashboard.assessments.policies import Refused
from dashboard.database import engine
from dashboard.database.models.adjustments import Adjustment, AdjustmentEvidence
from dashboard.database.models.assessments import Evidence
from dashboard.database.models.audit import AuditEntry
from dashboard.database.models.cycles import Cycle
from dashboard.failures import Failure
from tests.dashboard.assessments import decided
from tests.dashboard.assessments.world import LABOUR, NOW, POLICE, World

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


@pytest.fixture
def world(store: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    monkeypatch.setenv("GOVSCORE_DATA", str(tmp_path))
    return decided.build()


def file_of(principal: Principal) -> int:
    return evidence.keep(principal, "通报.pdf", PDF, NOW).evidence_id


def entry(world: World, subject: str = LABOUR, *, by: str = "wang") -> Entry:
    """A provincial commendation with its document."""
    return Entry(
        cycle_subject_id=world.subjects[subject],
        kind="bonus",
        rule_id="provincial_award",
        happened_on=date(2026, 8, 3),
        note="省政府通报表扬",
        award="全省政务服务先进集体",
        evidence=(file_of(world.principal(by)),),
    )


def stored(adjustment_id: int) -> Adjustment:
    with engine.reading() as session:
        return session.get_one(Adjustment, adjustment_id)


def enter(world: World, made: Entry, by: str = "wang") -> int:
    return adjustments.enter(world.principal(by), made, NOW)


def test_the_points_are_the_rules(world: World) -> None:
    made = stored(enter(world, entry(world)))
    # A provincial commendation is 2 points in the shipped rules.
    assert (made.kind, made.points, made.state) == ("bonus", 2, "submitted")
    veto = replace(
        entry(world), kind="veto", rule_id="falsified_data", award="", evidence=()
    )
    veto = replace(veto, evidence=(file_of(world.principal("wang")),))
    assert stored(enter(world, veto)).points == 0
    with engine.reading() as session:
        assert len(session.scalars(select(AdjustmentEvidence)).all()) == 2


@pytest.mark.parametrize(
    ("change", "failure"),
    [
        ({"evidence": ()}, entries.EvidenceMissing),
        ({"evidence": (999,)}, entries.EvidenceMissing),
        ({"award": " "}, entries.AwardMissing),
        ({"note": "\u200b "}, entries.NoteMissing),
        ({"note": "长" * 2001}, entries.TextTooLong),
        ({"award": "长" * 201}, entries.TextTooLong),
        ({"rule_id": "late_report"}, entries.UnknownRule),  # of deductions
        ({"rule_id": "moon_prize"}, entries.UnknownRule),
        ({"kind": "gift"}, entries.UnknownRule),
        ({"happened_on": date(2026, 6, 30)}, entries.DayOutside),  # before the cycle
        ({"happened_on": date(2026, 10, 21)}, entries.DayOutside),  # tomorrow
        ({"cycle_subject_id": 999}, NotAllowed),
    ],
)
def test_what_cannot_be_entered(
    world: World, change: dict[str, object], failure: type[Failure]
) -> None:
    with pytest.raises(failure):
        enter(world, replace(entry(world), **change))  # type: ignore[arg-type]
    with engine.reading() as session:
        assert session.scalars(select(Adjustment)).all() == []


def test_the_first_day_of_the_cycle_and_today_are_inside(world: World) -> None:
    for day in (date(2026, 7, 1), date(2026, 10, 20)):
        enter(world, replace(entry(world), happened_on=day, award=f"{day}"))


def test_only_ones_own_files_are_evidence(world: World) -> None:
    others = replace(entry(world), evidence=(file_of(world.principal("li")),))
    with pytest.raises(entries.EvidenceMissing):
        enter(world, others)


def test_evidence_is_read_by_who_sees_what_it_proves(world: World) -> None:
    enter(world, made := entry(world))
    of_labour = Scope(departments=frozenset({"rsj"}))
    of_police = Scope(departments=frozenset({"gaj"}))
    qian, zheng = world.principal("qian"), world.principal("zheng")
    may = {
        qian: True,
        replace(qian, scope=of_labour): True,
        # The numbers of files can be guessed.
        replace(qian, scope=of_police): False,
        replace(qian, home=LABOUR): False,
        world.principal("wang"): True,  # brought it
        world.principal("li"): False,  # another evaluator
        world.principal("wu"): False,  # a leader
        zheng: True,  # the administrator
    }
    for who, reads in may.items():
        with engine.reading() as session:
            file = session.get_one(Evidence, made.evidence[0])
            assert evidence.can_read(session, who, file) is reads, who


@pytest.mark.parametrize(
    "award",
    ["全省政务服务先进集体", " 全省 政务服务先进集体 ", "全省政务服务\u3000先进集体"],
)
def test_one_award_counts_once_however_it_is_written(world: World, award: str) -> None:
    first = enter(world, entry(world))
    with pytest.raises(entries.CountedBefore):
        enter(world, replace(entry(world, by="li"), award=award), "li")
    # Of another subject it is another one; and after a refusal it may come again.
    enter(world, entry(world, POLICE))
    adjustments.return_(world.principal("qian"), first, 1, "文件不全", NOW)
    assert stored(enter(world, entry(world))).state == "submitted"


def test_capitals_and_widths_make_no_other_award(world: World) -> None:
    enter(world, replace(entry(world), award="ISO 9001"))
    with pytest.raises(entries.CountedBefore):
        enter(world, replace(entry(world), award="ｉｓｏ９００１"))


# Who is at home in the police; nobody else has a home.
PEOPLE = [
    # name, subject, may enter, may decide what wang entered
    ("wang", LABOUR, True, False),  # an evaluator; entered it
    ("li", LABOUR, True, False),
    ("zhou", LABOUR, True, False),
    ("zhou", POLICE, False, False),  # an evaluator of the police
    ("qian", LABOUR, False, True),  # a reviewer
    ("wu", LABOUR, False, False),  # a leader
    ("wu", POLICE, False, False),
    ("zheng", LABOUR, True, False),  # the administrator
]


@pytest.mark.parametrize(("name", "subject", "enters", "decides"), PEOPLE)
def test_who_may_enter_and_who_may_decide(
    world: World, name: str, subject: str, enters: bool, decides: bool
) -> None:
    waiting = enter(world, entry(world, subject))
    files = (file_of(world.principal(name)),)
    other = replace(entry(world, subject), award="另一奖项", evidence=files)
    if enters:
        enter(world, other, name)
    else:
        with pytest.raises(NotAllowed):
            enter(world, other, name)
    if decides:
        adjustments.approve(world.principal(name), waiting, 1, NOW)
        assert stored(waiting).state == "approved"
    else:
        with pytest.raises(NotAllowed):
            adjustments.approve(world.principal(name), waiting, 1, NOW)
        assert stored(waiting).state == "submitted"


@pytest.mark.parametrize("role", Role)
def test_of_all_roles_reviewers_decide_and_two_enter(world: World, role: Role) -> None:
    waiting = enter(world, entry(world))
    someone = world.principal("sun", role)
    with engine.reading() as session:
        found = session.get_one(Adjustment, waiting)
        cycle = session.get_one(Cycle, world.cycle)
        subject = next(each for each in cycle.subjects if each.subject_id == LABOUR)
        assert adjustments.can_decide(someone, found, subject) == (
            role == Role.REVIEWER
        )
        may_enter = role in (Role.EVALUATOR, Role.ADMINISTRATOR)
        if may_enter:
            adjustments.check_can_enter(someone, subject)
        else:
            with pytest.raises(NotAllowed):
                adjustments.check_can_enter(someone, subject)


def test_nobody_decides_what_they_entered_themselves(world: World) -> None:
    waiting = enter(world, entry(world))
    promoted = world.principal("wang", Role.REVIEWER)
    with pytest.raises(Refused) as refusal:
        adjustments.approve(promoted, waiting, 1, NOW)
    assert refusal.value.key == "adjustments.own_entry"


def test_outside_the_scope_nothing_is_entered_or_decided(world: World) -> None:
    elsewhere = Scope(cities=frozenset({"230200"}))
    waiting = enter(world, entry(world))
    for name, act in (
        ("qian", lambda who: adjustments.approve(who, waiting, 1, NOW)),
        ("wang", lambda who: adjustments.enter(who, entry(world), NOW)),
    ):
        with pytest.raises(NotAllowed):
            act(replace(world.principal(name), scope=elsewhere))


def test_a_return_says_why_and_a_decision_stands(world: World) -> None:
    waiting = enter(world, entry(world))
    qian = world.principal("qian")
    with pytest.raises(adjustments.ReasonMissing):
        adjustments.return_(qian, waiting, 1, " \n", NOW)
    adjustments.return_(qian, waiting, 1, "缺少表彰文件", NOW)
    found = stored(waiting)
    assert (found.state, found.decision_reason) == ("returned", "缺少表彰文件")
    assert found.decided_by == world.accounts["qian"]
    with pytest.raises(adjustments.Stale):
        adjustments.approve(world.principal("sun"), waiting, found.revision, NOW)


def test_of_two_who_decide_at_once_the_second_is_told(world: World) -> None:
    waiting = enter(world, entry(world))
    read = stored(waiting).revision
    adjustments.approve(world.principal("qian"), waiting, read, NOW)
    with pytest.raises(adjustments.Stale):
        adjustments.return_(world.principal("sun"), waiting, read, "重复", NOW)
    assert stored(waiting).state == "approved"


def test_after_publication_nothing_is_entered_or_decided(world: World) -> None:
    waiting = enter(world, entry(world))
    with engine.writing() as session:
        session.get_one(Cycle, world.cycle).state = "publicity"
    with pytest.raises(entries.CycleNotOpen):
        enter(world, replace(entry(world), award="另一奖项"))
    with pytest.raises(entries.CycleNotOpen):
        adjustments.approve(world.principal("qian"), waiting, 1, NOW)


def test_every_write_is_in_the_log(world: World) -> None:
    kept = enter(world, entry(world))
    adjustments.approve(
        world.principal("qian"), kept, 1, datetime(2026, 10, 21, tzinfo=UTC)
    )
    with engine.reading() as session:
        told = session.scalars(
            select(AuditEntry).where(AuditEntry.target == f"adjustment:{kept}")
        ).all()
        assert [each.action for each in told] == [
            *("adjustment.enter", "adjustment.approve"),
        ]
        assert told[0].details["award"] == "全省政务服务先进集体"
        assert audit.verify(session) >= 3
