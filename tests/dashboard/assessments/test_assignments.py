"""Who is asked to assess whom: by hand, by file, by draw; and who is not."""

from pathlib import Path

import pytest
from sqlalchemy import select

from dashboard.accounts import audit
from dashboard.accounts.principal import Principal, Role
from dashboard.accounts.rights import NotAllowed
from dashboard.assessments import (
    assignment_files,
    assignments,
    cycles,
    panel_draws,
    recusal,
)
from dashboard.assessments.assignments import Barred, Begun, NotThere
from dashboard.assessments.panel_draws import DrawChanged, NothingDrawn
from dashboard.assessments.sheet import RowsRefused
from dashboard.database import engine
from dashboard.database.models.accounts import Account
from dashboard.database.models.assessments import Assessment
from dashboard.database.models.cycles import Assignment, Cycle
from tests.dashboard.assessments import opened
from tests.dashboard.assessments.opened import BOSS, NOW, evaluator, method, subject

HOUSING, POLICE = "department:zjj", "department:gaj"


@pytest.fixture(autouse=True)
def cycle(
    store: str, world: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Cycle:
    """A cycle of all eight departments."""
    opened.declare(tmp_path, world)
    monkeypatch.setenv("GOVSCORE_DATA", str(tmp_path))
    monkeypatch.setenv("GOVSCORE_AUDIENCE", "")
    return opened.open_one()


def ask(
    cycle: Cycle, who: Principal, whom: str = HOUSING, how: str = "expert"
) -> Assignment:
    assert who.account_id is not None
    return assignments.assign(
        BOSS, method(cycle, how), subject(cycle, whom), who.account_id
    )


def standing() -> list[tuple[str, str, str]]:
    """(method, subject, state) of every assignment."""
    with engine.reading() as session:
        return [
            (each.method.method, each.subject.subject_id, each.state)
            for each in session.scalars(
                select(Assignment).order_by(Assignment.assignment_id)
            )
        ]


def test_an_evaluator_is_asked_once_and_can_be_asked_again(cycle: Cycle) -> None:
    wang = evaluator("wang")
    first = ask(cycle, wang)
    with pytest.raises(Barred, match="already"):
        ask(cycle, wang)
    assignments.withdraw(BOSS, first.assignment_id)
    assert standing() == [("expert", HOUSING, "withdrawn")]
    assert ask(cycle, wang).assignment_id == first.assignment_id
    assert standing() == [("expert", HOUSING, "active")]
    with engine.reading() as session:
        # Opened, asked, withdrawn, asked.
        assert audit.verify(session) == 4


def test_nobody_is_asked_about_their_own_home(cycle: Cycle) -> None:
    for home in (HOUSING, "organ:230100/zjj"):
        with pytest.raises(Barred, match="own_home"):
            ask(cycle, evaluator(home.replace("/", "").replace(":", ""), home))
    ask(cycle, evaluator("of_the_police", POLICE))


def test_nobody_is_asked_outside_the_limits_of_the_account(cycle: Cycle) -> None:
    limited = evaluator("limited", departments=("gaj",))
    ask(cycle, limited, POLICE)
    with pytest.raises(Barred, match="outside_scope"):
        ask(cycle, limited, HOUSING)


@pytest.mark.parametrize("role", [each for each in Role if each != Role.EVALUATOR])
def test_only_evaluators_are_asked(cycle: Cycle, role: Role) -> None:
    with pytest.raises(Barred, match="no_evaluator"):
        ask(cycle, evaluator("other", role=role))


def test_a_disabled_account_is_not_asked(cycle: Cycle) -> None:
    wang = evaluator("wang")
    with engine.writing() as session:
        session.get_one(Account, wang.account_id).is_disabled = True
    with pytest.raises(Barred, match="no_evaluator"):
        ask(cycle, wang)


def test_nobody_is_asked_where_ballots_decide(cycle: Cycle) -> None:
    with pytest.raises(Barred, match="by_ballot"):
        ask(cycle, evaluator("wang"), how="democratic")


def test_who_stepped_aside_is_not_asked_again_by_any_method(cycle: Cycle) -> None:
    wang = evaluator("wang")
    recusal.recuse(wang, ask(cycle, wang).assignment_id, "亲属在该单位任职", NOW)
    for how in ("expert", "routine"):
        with pytest.raises(Barred, match="stepped_aside"):
            ask(cycle, wang, how=how)
    ask(cycle, wang, POLICE)


def test_a_subject_of_another_cycle_is_not_there_to_assess(cycle: Cycle) -> None:
    other = opened.open_one("2026-Q2")
    wang = evaluator("wang")
    assert wang.account_id is not None
    with pytest.raises(Barred, match="other_kind"):
        assignments.assign(
            BOSS, method(cycle, "expert"), subject(other, HOUSING), wang.account_id
        )
    with pytest.raises(NotThere):
        assignments.assign(BOSS, 999, subject(cycle, HOUSING), wang.account_id)
    with pytest.raises(NotThere):
        assignments.assign(BOSS, method(cycle, "expert"), 999, wang.account_id)


def test_a_closed_cycle_keeps_its_assignments(cycle: Cycle) -> None:
    wang, li = evaluator("wang"), evaluator("li")
    held = ask(cycle, wang)
    with engine.writing() as session:
        session.get_one(Cycle, cycle.cycle_id).state = "publicity"
    for attempt in (
        lambda: ask(cycle, li),
        lambda: assignments.withdraw(BOSS, held.assignment_id),
        lambda: recusal.recuse(wang, held.assignment_id, "理由"),
        lambda: assignment_files.from_csv(
            BOSS, cycle.cycle_id, b"method,subject_id,sign_in_name\nexpert,x,y\n"
        ),
    ):
        with pytest.raises(cycles.NotOpen):
            attempt()
    assert standing() == [("expert", HOUSING, "active")]


def test_a_judgement_that_was_submitted_holds_its_assignment(cycle: Cycle) -> None:
    wang = evaluator("wang")
    held = ask(cycle, wang).assignment_id
    judged(held, "submitted")
    with pytest.raises(Begun):
        assignments.withdraw(BOSS, held)
    with pytest.raises(Begun):
        recusal.recuse(wang, held, "理由")


def judged(assignment_id: int, state: str) -> None:
    with engine.writing() as session:
        session.add(
            Assessment(
                assignment_id=assignment_id,
                state=state,
                version=1,
                declared_fair_at=NOW,
            )
        )


FILE = """\
考核方式,考核对象,账号
专家评议,department:zjj,wang
expert,department:gaj,WANG
routine,department:gaj,li
"""


def test_a_file_is_taken_whole(cycle: Cycle) -> None:
    evaluator("wang")
    evaluator("li")
    assert assignment_files.from_csv(BOSS, cycle.cycle_id, FILE.encode("gb18030")) == 3
    assert standing() == [
        ("expert", HOUSING, "active"),
        ("expert", POLICE, "active"),
        ("routine", POLICE, "active"),
    ]
    out = assignment_files.export(BOSS, cycle.cycle_id).decode("utf-8-sig")
    assert out.splitlines()[1].startswith("expert,department:zjj,wang,")
    with pytest.raises(RowsRefused) as refused:
        assignment_files.from_csv(BOSS, cycle.cycle_id, out.encode())
    assert {each.reason for each in refused.value.problems} == {"assignments.already"}


def test_every_bad_row_is_named_and_nothing_is_taken(cycle: Cycle) -> None:
    evaluator("wang")
    evaluator("home", HOUSING)
    text = (
        "method,subject_id,sign_in_name\n"
        "expert,department:zjj,wang\n"
        "magic,department:zjj,wang\n"
        "expert,department:none,wang\n"
        "expert,department:zjj,nobody\n"
        "expert,department:zjj,home\n"
        "democratic,department:zjj,wang\n"
        "routine,department:zjj,wang\n"
        "平时考核,department:zjj,Wang\n"
    )
    with pytest.raises(RowsRefused) as refused:
        assignment_files.from_csv(BOSS, cycle.cycle_id, text.encode())
    assert [
        (each.row, each.column, each.reason.partition(".")[2])
        for each in refused.value.problems
    ] == [
        (3, "method", "unknown_method"),
        (4, "subject_id", "unknown_subject"),
        (5, "sign_in_name", "no_evaluator"),
        (6, "sign_in_name", "own_home"),
        (7, "method", "by_ballot"),
    ]
    kept = "".join(text.splitlines(keepends=True)[:2] + text.splitlines(True)[7:])
    with pytest.raises(RowsRefused) as refused:
        assignment_files.from_csv(BOSS, cycle.cycle_id, kept.encode())
    # One assignment written in two ways.
    assert [(each.row, each.reason) for each in refused.value.problems] == [
        (3, "sheet.twice"),
        (4, "sheet.twice"),
    ]
    assert standing() == []


def test_a_draw_is_made_as_it_was_shown(cycle: Cycle) -> None:
    four = [evaluator(f"expert{n}").account_id or 0 for n in range(3)]
    four.append(evaluator("of_housing", HOUSING).account_id or 0)
    how = method(cycle, "expert")
    shown = panel_draws.preview(BOSS, how, four, 2, seed=7)
    assert shown.shortfalls == () and standing() == []
    # Eight departments with two assessors each, among four.
    assert set(shown.loads.values()) == {4}
    assert (four[3], subject(cycle, HOUSING)) not in shown.pairs
    assert panel_draws.confirm(BOSS, how, four, 2, shown) == 16
    assert len(standing()) == 16
    # Everybody has assessors now.
    again = panel_draws.preview(BOSS, how, four, 2, seed=7)
    assert not again.is_possible
    with pytest.raises(NothingDrawn):
        panel_draws.confirm(BOSS, how, four, 2, again)


def test_what_changed_since_the_preview_is_drawn_again(cycle: Cycle) -> None:
    three = [evaluator(f"expert{n}") for n in range(3)]
    numbers = [each.account_id or 0 for each in three]
    how = method(cycle, "expert")
    shown = panel_draws.preview(BOSS, how, numbers, 2, seed=7)
    ask(cycle, three[0])
    with pytest.raises(DrawChanged):
        panel_draws.confirm(BOSS, how, numbers, 2, shown)


@pytest.mark.parametrize("role", [each for each in Role if each != Role.ADMINISTRATOR])
def test_only_an_administrator_assigns(cycle: Cycle, role: Role) -> None:
    other = Principal(account_id=1, role=role)
    how, whom = method(cycle, "expert"), subject(cycle, HOUSING)
    shown = panel_draws.preview(BOSS, how, [], 2, seed=7)
    for attempt in (
        lambda: assignments.assign(other, how, whom, 1),
        lambda: assignments.withdraw(other, 1),
        lambda: assignment_files.from_csv(other, cycle.cycle_id, b""),
        lambda: assignment_files.export(other, cycle.cycle_id),
        lambda: panel_draws.preview(other, how, [1], 2, 7),
        lambda: panel_draws.confirm(other, how, [1], 2, shown),
        lambda: recusal.recuse_homes(other, cycle.cycle_id),
    ):
        with pytest.raises(NotAllowed):
            attempt()
