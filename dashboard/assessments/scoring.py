"""The score of a judgement, 0 to 100, to two decimals. Pure.

Items: the mean of their scores by the rubric's weights. Deductions: 100 less the
points, never under 0. Counted in decimals and rounded as people round, the half up:
82.455 is 82.46. Every figure after it goes by the rounded score.
"""

from collections.abc import Iterable, Mapping

from dashboard.assessments import exact
from dashboard.assessments.rubric import Rubric

FULL = 100.0


def score_of(
    rubric: Rubric,
    items: Mapping[str, float | None],
    deductions: Iterable[float] = (),
) -> float | None:
    """The score, or None while an item is open; ballots have none of their own."""
    if rubric.kind == "deductions":
        taken = sum(map(exact.exact, deductions), exact.exact(0))
        return exact.two_decimals(max(exact.exact(FULL) - taken, exact.exact(0)))
    if rubric.kind != "items":
        return None
    scores = [items.get(item.item_id) for item in rubric.items]
    whole = [score for score in scores if score is not None]
    if len(whole) < len(scores):
        return None
    return exact.mean(whole, [item.weight for item in rubric.items])


def progress(rubric: Rubric, items: Mapping[str, float | None]) -> tuple[int, int]:
    """How many items have a score, of how many."""
    wanted = [item.item_id for item in rubric.items]
    return sum(items.get(each) is not None for each in wanted), len(wanted)
