"""How far a cycle is, counted by hand."""

from datetime import date
from pathlib import Path

import pytest

from dashboard.accounts.principal import Principal, Role
from dashboard.accounts.rights import NotAllowed
from dashboard.assessments import assignments, progress, recusal
from dashboard.database import engine
from dashboard.database.models.assessments import Assessment
from dashboard.database.models.cycles import Cycle
from tests.dashboard.assessments import opened
from tests.dashboard.assessments.opened import BOSS, NOW, evaluator, method, subject

WHOM = ["department:zjj", "department:gaj", "department:rsj", "department:mzj"]
STATES = ["draft", "submitted", "published"]


@pytest.fixture(autouse=True)
def cycle(
    store: str, world: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Cycle:
    """Wang is asked about four and has begun three; Li about one, and steps out."""
    opened.declare(tmp_path, world)
    monkeypatch.setenv("GOVSCORE_DATA", str(tmp_path))
    monkeypatch.setenv("GOVSCORE_AUDIENCE", "")
    cycle = opened.open_one()
    wang, li = evaluator("wang"), evaluator("li")
    assert wang.account_id and li.account_id
    how = method(cycle, "expert")
    held = [
        assignments.assign(BOSS, how, subject(cycle, each), wang.account_id)
        for each in WHOM
    ]
    with engine.writing() as session:
        for each, state in zip(held, STATES, strict=False):
            session.add(
                Assessment(
                    assignment_id=each.assignment_id,
                    state=state,
                    version=1,
                    declared_fair_at=NOW,
                )
            )
    other = assignments.assign(
        BOSS, how, subject(cycle, "department:wjw"), li.account_id
    )
    recusal.recuse(li, other.assignment_id, "近亲属", NOW)
    return cycle


def test_a_cycle_counts_what_is_asked_and_what_is_decided(cycle: Cycle) -> None:
    (told,) = progress.of_cycles(BOSS)
    assert (told.subjects, told.counts.total, told.counts.decided) == (8, 5, 1)
    assert told.counts.stages == {
        "not_begun": 2,
        "draft": 1,
        "submitted": 1,
        "decided": 1,
    }


def test_a_method_says_who_is_assessed_by_nobody(cycle: Cycle) -> None:
    told = {each.method.method: each for each in progress.of_methods(BOSS, 1)}
    # Eight departments, of which Wang has five.
    assert (told["expert"].subjects, told["expert"].uncovered) == (8, 3)
    assert told["media"].uncovered == 8
    assert told["democratic"].is_by_ballot and not told["expert"].is_by_ballot


def test_who_stepped_aside_has_nothing_left_to_do(cycle: Cycle) -> None:
    (wang,) = progress.of_evaluators(BOSS, cycle.cycle_id)
    assert (wang.name, wang.counts.total) == ("Wang", 5)


def test_a_recusal_tells_why_and_who_took_over(cycle: Cycle) -> None:
    (gone,) = progress.recusals(BOSS, cycle.cycle_id)
    assert (gone.evaluator, gone.reason, gone.replaced_by) == ("Li", "近亲属", "Wang")
    assert gone.subject_names["zh"] == "卫生健康委员会"
    assert gone.at == NOW


def test_a_cycle_is_late_when_entry_is_over_and_forms_are_not_in(cycle: Cycle) -> None:
    (told,) = progress.of_cycles(BOSS)
    # Entry ends on 3 November.
    assert not progress.is_late(told.cycle, told.counts, date(2026, 11, 3))
    assert progress.is_late(told.cycle, told.counts, date(2026, 11, 4))


@pytest.mark.parametrize("role", [each for each in Role if each != Role.ADMINISTRATOR])
def test_only_an_administrator_sees_how_far_others_are(role: Role) -> None:
    other = Principal(account_id=1, role=role)
    for asked in (
        lambda: progress.of_cycles(other),
        lambda: progress.of_methods(other, 1),
        lambda: progress.of_evaluators(other, 1),
        lambda: progress.recusals(other, 1),
    ):
        with pytest.raises(NotAllowed):
            asked()
