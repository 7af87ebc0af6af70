"""Cycles: what opening one makes, what it refuses, and what stays as it was."""

from datetime import date
from pathlib import Path
from threading import Thread

import pytest
from sqlalchemy import select

from dashboard.accounts import audit
from dashboard.accounts.principal import Principal, Role
from dashboard.accounts.rights import NotAllowed
from dashboard.assessments import cycle_codes, cycles, people
from dashboard.assessments.cycle_codes import CodeUnknown
from dashboard.assessments.cycle_plans import (
    DaysWrong,
    NoSubjects,
    RubricUnknown,
    SubjectsUnknown,
    WeightsWrong,
)
from dashboard.assessments.cycles import CycleRequest, CyclesExist, MethodChoice
from dashboard.assessments.people import OfficialDraft, TeamDraft
from dashboard.assessments.rubric import Rubric
from dashboard.assessments.rules import Rules
from dashboard.database import engine
from dashboard.database.models.audit import AuditEntry
from dashboard.database.models.cycles import Cycle, CycleMethod, CycleSubject
from tests.dashboard.assessments import opened
from tests.dashboard.assessments.opened import BOSS, NOW, request

HOUSING = "organ:230100/zjj"


@pytest.fixture(autouse=True)
def workspace(
    store: str, world: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Path:
    opened.declare(tmp_path, world)
    monkeypatch.setenv("GOVSCORE_DATA", str(tmp_path))
    monkeypatch.setenv("GOVSCORE_AUDIENCE", "")
    return tmp_path


def test_opening_freezes_methods_rubrics_rules_and_subjects(workspace: Path) -> None:
    cycle = opened.open_one("2026-Q3", HOUSING, "city:230100")
    expert = workspace / "rubrics" / "expert.toml"
    before = Rubric.model_validate(_methods(cycle)["organ", "expert"].rubric)
    expert.write_text(expert.read_text("utf-8").replace("思想认识", "改了"), "utf-8")
    methods = _methods(cycle)
    # Six for the city and, without media supervision, five for the organ.
    assert len(methods) == 11
    frozen = Rubric.model_validate(methods["organ", "expert"].rubric)
    assert frozen == before and frozen.items[0].names["zh"] == "思想认识"
    assert methods["organ", "expert"].rubric_sha == frozen.sha()
    assert methods["organ", "routine"].weight == 0.30
    assert Rules.model_validate(cycle.rules).publicity_days == 5
    assert (cycle.publicity_days, cycle.appeal_days, cycle.answer_days) == (5, 5, 10)
    with engine.reading() as session:
        housing = session.scalars(
            select(CycleSubject).where(CycleSubject.subject_id == HOUSING)
        ).one()
    assert (housing.city_id, housing.department_id) == ("230100", "zjj")
    assert housing.names["en"] == "Harbin Housing and Construction"


def test_deadlines_are_counted_in_working_days() -> None:
    # Ten working days after Tuesday 20 October, and five more.
    cycle = opened.open_one()
    assert cycle.entry_ends_on == date(2026, 11, 3)
    assert cycle.review_ends_on == date(2026, 11, 10)


def test_a_cycle_opened_ahead_ends_after_its_time_and_says_that_days_may_move() -> None:
    (ahead,) = cycles.plan(BOSS, [request("2026-Q4")], NOW)
    # 1 January 2027 is a holiday; the calendar of 2027 is not official yet.
    assert ahead.entry.day == date(2027, 1, 15)
    assert ahead.entry.is_provisional and ahead.review.is_provisional
    (now,) = cycles.plan(BOSS, [request("2026-Q3")], NOW)
    assert not now.entry.is_provisional


def test_a_preview_writes_nothing() -> None:
    cycles.plan(BOSS, [request()], NOW)
    assert cycles.every() == []


def test_many_cycles_are_opened_at_once_and_each_is_in_the_log() -> None:
    codes = cycle_codes.of_year("quarter", 2026)
    cycles.open_cycles(BOSS, [request(code) for code in codes], NOW)
    assert [each.code for each in cycles.every()] == codes[::-1]
    assert [each.code for each in cycles.current()] == codes[::-1]
    with engine.reading() as session:
        told = session.scalars(select(AuditEntry.target)).all()
        assert audit.verify(session) == 4
    assert list(told) == codes


def test_duplicates_are_named_and_nothing_is_opened() -> None:
    opened.open_one("2026-Q1")
    asked = [request(code) for code in ("2026-Q1", "2026-Q2", "2026-Q3", "2026-q3")]
    with pytest.raises(CyclesExist) as exist:
        cycles.open_cycles(BOSS, asked, NOW)
    assert exist.value.values == {"codes": "2026-Q1, 2026-Q3"}
    assert [each.code for each in cycles.every()] == ["2026-Q1"]


def test_two_who_open_the_same_cycle_at_once_open_it_once() -> None:
    said: list[str] = []

    def attempt() -> None:
        try:
            said.append(opened.open_one().code)
        except CyclesExist:
            said.append("exists")

    threads = [Thread(target=attempt) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(said) == ["2026-Q3", "exists", "exists", "exists"]
    with engine.reading() as session:
        assert len(session.scalars(select(Cycle)).all()) == 1


def test_teams_and_officials_are_subjects_by_their_own_methods() -> None:
    people.add_team(BOSS, TeamDraft("zjj", {"zh": "班子"}, HOUSING))
    people.add_official(
        BOSS, OfficialDraft("li", {"zh": "李某"}, "civil_servant", HOUSING)
    )
    cycle = opened.open_one("2026-Q3", "team:zjj", "official:li")
    methods = _methods(cycle)
    assert {method for kind, method in methods if kind == "official"} == {
        "routine",
        "supervision",
        "democratic",
    }
    assert methods["team", "routine"].rubric_id == "routine_people"
    with engine.reading() as session:
        official = session.scalars(
            select(CycleSubject).where(CycleSubject.kind == "official")
        ).one()
    assert (official.category, official.department_id) == ("civil_servant", "zjj")


def weighed(**choices: tuple[float, str]) -> CycleRequest:
    methods = {name: MethodChoice(*choice) for name, choice in choices.items()}
    return CycleRequest("2026-Q3", ["department:zjj"], {"department": methods})


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (weighed(expert=(0.6, "expert"), routine=(0.5, "routine")), WeightsWrong),
        (weighed(expert=(1.2, "expert"), routine=(-0.2, "routine")), WeightsWrong),
        (weighed(expert=(float("nan"), "expert")), WeightsWrong),
        (weighed(), WeightsWrong),
        (weighed(expert=(1.0, "routine")), RubricUnknown),
        (weighed(expert=(1.0, "ghost")), RubricUnknown),
        (CycleRequest("2026-Q3", [], {}), NoSubjects),
        (CycleRequest("2026-Q3", ["all"], {}), SubjectsUnknown),
        (CycleRequest("2026-Q3", ["official:ghost"], {}), SubjectsUnknown),
        (CycleRequest("last year", ["department:zjj"], {}), CodeUnknown),
    ],
)
def test_a_cycle_that_cannot_be_is_refused(
    asked: CycleRequest, said: type[Exception]
) -> None:
    for attempt in (cycles.plan, cycles.open_cycles):
        with pytest.raises(said):
            attempt(BOSS, [asked], NOW)
    assert cycles.every() == []


def test_three_thirds_are_a_whole() -> None:
    third = 1 / 3
    asked = weighed(
        expert=(third, "expert"), routine=(third, "routine"), media=(third, "media")
    )
    cycles.open_cycle(BOSS, asked, NOW)


@pytest.mark.parametrize(("entry", "review"), [(0, 5), (5, 0), (251, 5), (-1, 5)])
def test_lengths_are_within_a_year(entry: int, review: int) -> None:
    asked = CycleRequest(
        "2026-Q3", ["department:zjj"], request().methods, entry, review
    )
    with pytest.raises(DaysWrong):
        cycles.plan(BOSS, [asked], NOW)


@pytest.mark.parametrize("role", [each for each in Role if each != Role.ADMINISTRATOR])
def test_only_an_administrator_opens_cycles(role: Role) -> None:
    other = Principal(account_id=1, role=role)
    for attempt in (cycles.plan, cycles.open_cycles):
        with pytest.raises(NotAllowed):
            attempt(other, [request()], NOW)


def _methods(cycle: Cycle) -> dict[tuple[str, str], CycleMethod]:
    with engine.reading() as session:
        found = session.scalars(
            select(CycleMethod).where(CycleMethod.cycle_id == cycle.cycle_id)
        )
        return {(each.subject_kind, each.method): each for each in found}
