"""What may stand in a judgement, and what it needs before it is submitted."""

import math
from datetime import date

import pytest

from dashboard.assessments import checks
from dashboard.assessments.checks import Period
from dashboard.assessments.judgement import DeductionEntry, ItemEntry, Judgement, tidy
from tests.dashboard.assessments.world import rubric

EXPERT = rubric("expert")
SUPERVISION = rubric("supervision")
QUARTER = Period(date(2026, 7, 1), date(2026, 9, 30))
ITEMS = [item.item_id for item in EXPERT.items]
PROVED = {"openness", "services", "response"}


def judged(comment: str = "", **entries: ItemEntry) -> Judgement:
    """Everything at 80, but for what is named."""
    items = {item_id: ItemEntry(80.0) for item_id in ITEMS}
    return Judgement({**items, **entries}, comment=comment)


def keys(problems: list[checks.Problem]) -> set[tuple[str, str]]:
    return {(problem.key, problem.place) for problem in problems}


def test_a_whole_judgement_has_no_problem() -> None:
    assert checks.of_whole(EXPERT, judged(), QUARTER, PROVED) == []


@pytest.mark.parametrize(
    "score", [-0.01, 100.01, 60.005, math.nan, math.inf, -math.inf]
)
def test_a_score_outside_the_scale_is_not_even_a_draft(score: float) -> None:
    wrong = judged(platform=ItemEntry(score))
    only = {("checks.score_range", "platform")}
    assert keys(checks.of_draft(EXPERT, wrong, QUARTER)) == only
    # What is no score needs no reason, and never breaks the sum.
    assert keys(checks.of_whole(EXPERT, wrong, QUARTER, PROVED)) == only


@pytest.mark.parametrize("score", [0.0, 59.99, 60.0, 95.0, 95.01, 100.0])
def test_a_comment_is_due_below_60_and_above_95(score: float) -> None:
    found = checks.of_comments(EXPERT, judged(platform=ItemEntry(score)))
    due = {("checks.comment_missing", "platform")} if score not in (60, 95) else set()
    assert keys(found) == due
    said = judged(platform=ItemEntry(score, "Seen on site."))
    assert checks.of_comments(EXPERT, said) == []


def test_a_comment_is_due_for_a_whole_below_60_and_above_95() -> None:
    low = {item_id: ItemEntry(50.0, "Why.") for item_id in ITEMS}
    assert keys(checks.of_comments(EXPERT, Judgement(low))) == {
        ("checks.whole_comment_missing", "")
    }
    assert checks.of_comments(EXPERT, Judgement(low, comment="Why.")) == []


def test_what_is_missing_is_said_all_at_once() -> None:
    half = judged(platform=ItemEntry(None), response=ItemEntry(20.0))
    found = checks.of_whole(EXPERT, half, QUARTER, {"openness", "response"})
    assert keys(found) == {
        ("checks.score_missing", "platform"),
        ("checks.comment_missing", "response"),
        ("checks.evidence_missing", "services"),
    }


def test_an_item_nobody_declared_is_refused() -> None:
    found = checks.of_draft(EXPERT, judged(charm=ItemEntry(80.0)), QUARTER)
    assert keys(found) == {("checks.unknown_item", "charm")}


def test_a_comment_has_a_longest_length() -> None:
    assert checks.of_draft(EXPERT, judged("字" * 2000), QUARTER) == []
    found = checks.of_draft(EXPERT, judged("字" * 2001), QUARTER)
    assert keys(found) == {("checks.too_long", "")}


def yellow(day: date, points: float = 0.5, note: str = "Step overdue.") -> Judgement:
    return Judgement(
        deductions=(DeductionEntry("yellow_step_overdue", day, points, note),)
    )


@pytest.mark.parametrize(
    ("day", "fits"),
    [
        (date(2026, 6, 30), False),
        (date(2026, 7, 1), True),
        (date(2026, 9, 30), True),
        (date(2026, 10, 1), False),
    ],
)
def test_a_deduction_is_of_the_cycle(day: date, fits: bool) -> None:
    assert (checks.of_draft(SUPERVISION, yellow(day), QUARTER) == []) == fits


@pytest.mark.parametrize("points", [0.0, -1.0, 100.5, 0.125, math.nan])
def test_points_are_above_zero_and_at_most_a_hundred(points: float) -> None:
    found = checks.of_draft(SUPERVISION, yellow(QUARTER.first, points), QUARTER)
    assert keys(found) == {("checks.points_range", "yellow_step_overdue")}


def test_a_deduction_is_explained_and_proved() -> None:
    silent = yellow(QUARTER.first, note="")
    found = checks.of_whole(SUPERVISION, silent, QUARTER, set())
    assert keys(found) == {
        ("checks.note_missing", "yellow_step_overdue"),
        ("checks.evidence_missing", "yellow_step_overdue"),
    }
    told = yellow(QUARTER.first)
    assert checks.of_whole(SUPERVISION, told, QUARTER, {"yellow_step_overdue"}) == []


def test_nothing_found_in_daily_supervision_needs_no_comment() -> None:
    assert checks.of_whole(SUPERVISION, Judgement(), QUARTER, set()) == []


def test_an_unknown_rule_and_deductions_of_a_method_without_any_are_refused() -> None:
    unknown = Judgement(deductions=(DeductionEntry("mood", QUARTER.first, 1.0, "x"),))
    assert keys(checks.of_draft(SUPERVISION, unknown, QUARTER)) == {
        ("checks.unknown_rule", "mood")
    }
    misplaced = yellow(QUARTER.first)
    assert keys(checks.of_draft(EXPERT, misplaced, QUARTER)) == {
        ("checks.too_many_deductions", "")
    }


def test_text_is_kept_without_what_nobody_sees() -> None:
    assert tidy("  a\x00b\u202ec\r\nd\u2028e\t ") == "abc\nd\ne"
    # Composed, so that the same word is the same text.
    assert tidy("e\u0301") == "\u00e9"
    # A text of a hundred million is refused for its length without being read.
    assert len(tidy("e" * 10**8)) == 50_000
