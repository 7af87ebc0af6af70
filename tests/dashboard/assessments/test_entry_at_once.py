"""Many at once: nothing that was acknowledged is lost, and of two one is told so."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest

from dashboard.accounts import audit
from dashboard.assessments import entry, forms, review
from dashboard.assessments.transitions import WrongState
from dashboard.database import engine
from tests.dashboard.assessments import world as worlds
from tests.dashboard.assessments.world import NOW, World

SUBJECTS = {
    f"organ:230100/d{number:02}": {"zh": f"单位{number}", "en": f"Unit {number}"}
    for number in range(20)
}


@pytest.fixture
def world(store: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    monkeypatch.setenv("GOVSCORE_DATA", str(tmp_path))
    return worlds.build(subjects=SUBJECTS)


def together(*calls: Callable[[], object]) -> list[object]:
    """Run all at the same moment; what each gives back, or the exception it raises."""
    barrier = Barrier(len(calls))

    def run(call: Callable[[], object]) -> object:
        barrier.wait()
        try:
            return call()
        except (entry.Stale, WrongState, review.Changed) as refused:
            return refused

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


def test_twenty_drafts_saved_at_once_are_all_kept(world: World) -> None:
    me = world.principal("wang")
    numbers = [
        entry.open_form(me, world.assignment("wang", subject), True, NOW)
        for subject in SUBJECTS
    ]

    def saver(number: int, score: float) -> Callable[[], object]:
        return lambda: entry.save_draft(me, number, 1, {"platform": score}, now=NOW)

    calls = [saver(number, 60.0 + place) for place, number in enumerate(numbers)]
    assert together(*calls) == [2] * 20
    kept = [
        forms.read(me, number, NOW).judgement.scores["platform"] for number in numbers
    ]
    assert kept == [60.0 + place for place in range(20)]
    with engine.reading() as session:
        assert audit.verify(session) == 40  # opened and saved, each once


def test_of_five_saves_of_one_draft_exactly_one_wins(world: World) -> None:
    me = world.principal("wang")
    number = entry.open_form(
        me, world.assignment("wang", next(iter(SUBJECTS))), True, NOW
    )

    def saver(score: float) -> Callable[[], object]:
        return lambda: entry.save_draft(me, number, 1, {"platform": score}, now=NOW)

    answers = together(*(saver(score) for score in (61.0, 62.0, 63.0, 64.0, 65.0)))
    won = [place for place, answer in enumerate(answers) if answer == 2]
    lost = [answer for answer in answers if isinstance(answer, entry.Stale)]
    assert (len(won), len(lost)) == (1, 4)
    kept = forms.read(me, number, NOW).judgement.scores["platform"]
    assert kept == 61.0 + won[0]
    # Who lost still holds what they wrote, and sees what stands.
    for stale in lost:
        assert stale.theirs.judgement.scores == {"platform": kept}
        assert stale.mine.scores != {"platform": kept}


def test_opening_the_same_form_at_once_makes_one(world: World) -> None:
    me = world.principal("wang")
    assignment = world.assignment("wang", next(iter(SUBJECTS)))
    answers = together(*[lambda: entry.open_form(me, assignment, True, NOW)] * 5)
    assert len(set(answers)) == 1


def test_a_submission_and_a_save_at_once_leave_one_of_them(world: World) -> None:
    me = world.principal("zhao")
    number = entry.open_form(
        me, world.assignment("zhao", next(iter(SUBJECTS)), "supervision"), True, NOW
    )
    submitted, saved = together(
        lambda: entry.submit(me, number, 1, NOW),
        lambda: entry.save_draft(me, number, 1, {}, "Nothing found.", now=NOW),
    )
    form = forms.read(me, number, NOW)
    if submitted == 2:
        assert isinstance(saved, WrongState)
        assert form.judgement.comment == ""
    else:
        assert isinstance(submitted, entry.Stale)
        assert (saved, form.judgement.comment) == (2, "Nothing found.")


def test_two_reviewers_who_decide_at_once_decide_once(world: World) -> None:
    me = world.principal("zhao")
    number = entry.open_form(
        me, world.assignment("zhao", next(iter(SUBJECTS)), "supervision"), True, NOW
    )
    revision = entry.submit(me, number, 1, NOW)
    approved, returned = together(
        lambda: review.approve(world.principal("qian"), number, revision, NOW),
        lambda: review.return_(world.principal("sun"), number, revision, "?", NOW),
    )
    assert isinstance(approved, int) != isinstance(returned, int)
