"""Sentences about a result: why this grade, how long publicity lasts."""

from dashboard import formats
from dashboard.assessments.grades import Why
from dashboard.assessments.publicity import Countdown
from dashboard.assessments.result_views import Seen
from dashboard.assessments.rules import Grading
from dashboard.assessments.subjects import said
from dashboard.i18n import t, tn
from dashboard.markdown import plain


def grade(seen: Seen) -> str:
    """The grade's name, or the word for none."""
    return grade_name(seen.grading, seen.result.grade)


def grade_name(grading: Grading | None, grade_id: str | None) -> str:
    for each in grading.grades if grading else ():
        if each.grade == grade_id:
            return plain(said(each.names))
    return t("results.no_grade")


def why(seen: Seen) -> str:
    """Why this grade and no other, in one sentence; Markdown."""
    told = seen.result.details["grading"]
    reached = told["reached"]
    rule = next(
        (each for each in (seen.grading.grades if seen.grading else ())
         if each.grade == reached),
        None,
    )  # fmt: skip
    reason = told["why"]
    if reason == Why.QUOTA and not told["places"]:
        reason = "no_place"
    return t(
        f"results.why_{reason}",
        grade=grade(seen),
        reached=grade_name(seen.grading, reached),
        from_score=formats.number(rule.from_score if rule else 0),
        rank=formats.count(told["rank"] or 0),
        n=formats.count(told["taking_part"]),
        places=formats.count(told["places"] or 0),
        vetoes=vetoes(seen),
        coverage=formats.share(seen.result.coverage),
        minimum=formats.share(seen.minimum_coverage),
    )


def vetoes(seen: Seen) -> str:
    names = (seen.veto_names.get(each, {}) for each in seen.result.details["vetoes"])
    return t("place.comma").join(plain(said(each)) for each in names)


def points(value: float | None) -> str:
    """88.35: a result is told with the two decimals that decide it."""
    return t("results.no_score") if value is None else formats.number(value, 2)


def publicity(countdown: Countdown) -> str:
    """公示中，还有 3 个工作日（至 2026-10-27）"""
    left, day = countdown.publicity_left, formats.day(countdown.publicity_ends_on)
    if left < 0:
        return t("results.publicity_over", day=day)
    if left == 0:
        return t("results.publicity_last_day", day=day)
    return tn("results.publicity_left", left, day=day)


def time_to_appeal(countdown: Countdown) -> str:
    left, day = countdown.appeal_left, formats.day(countdown.appeal_ends_on)
    if left < 0:
        return t("results.appeal_over", day=day)
    if left == 0:
        return t("results.appeal_last_day", day=day)
    return tn("results.appeal_left", left, day=day)
