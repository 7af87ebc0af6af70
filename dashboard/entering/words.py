"""Words for tasks and problems, the same on every part of the page."""

from datetime import date
from typing import Literal

from dashboard import formats
from dashboard.assessments import workdays
from dashboard.assessments.checks import Problem
from dashboard.assessments.rubric import Rubric
from dashboard.assessments.subjects import said
from dashboard.assessments.transitions import State
from dashboard.failures import Failure
from dashboard.i18n import t, tn
from dashboard.markdown import plain

Colour = Literal["blue", "orange", "gray"]


def state(value: State | None) -> str:
    return t(f"assess.state_{value}") if value else t("assess.state_none")


def colour(value: State) -> Colour:
    """What needs the evaluator stands out, what is done is quiet."""
    if value == State.RETURNED:
        return "orange"
    return "blue" if value == State.DRAFT else "gray"


def deadline(ends_on: date) -> str:
    """Until 2026-10-23, 3 working days left."""
    return t("assess.until", day=formats.day(ends_on), left=days_left(ends_on))


def days_left(ends_on: date) -> str:
    """3 working days left; without a calendar nothing is counted."""
    today = workdays.today()
    if ends_on < today:
        return t("assess.over")
    if ends_on == today:
        return t("assess.last_day")
    try:
        return tn("assess.days_left", workdays.between(today, ends_on))
    except Failure:
        return t("assess.not_over")


def problem(found: Problem, rubric: Rubric) -> str:
    """One problem in a line, with what it is about; Markdown made safe."""
    about = place(found.place, rubric)
    words = t(found.key, **{name: plain(value) for name, value in found.values.items()})
    return t("assess.problem", about=plain(about), words=words) if about else words


def place(wanted: str, rubric: Rubric) -> str:
    """The name of an item or a rule; empty for the whole."""
    for each in rubric.items:
        if each.item_id == wanted:
            return said(each.names)
    for rule in rubric.rules:
        if rule.rule_id == wanted:
            return said(rule.names)
    return wanted


def score(value: float | None) -> str:
    """82.46, or a dash while it is open."""
    return "—" if value is None else f"{value:.2f}"
