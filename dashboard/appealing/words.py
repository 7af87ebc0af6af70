"""Sentences about an appeal: where it stands, and by when it is answered."""

from datetime import datetime

from dashboard import formats
from dashboard.assessments import workdays
from dashboard.assessments.appeal_lists import Shown
from dashboard.i18n import t, tn


def state(one: Shown, *, is_board: bool = True) -> str:
    """The word for a state; whoever appealed is not told of a proposal."""
    if one.decided_at is None and not is_board:
        return t("appeals.state_in_hand")
    return t(f"appeals.state_{one.state}")


def limit(one: Shown) -> str:
    """By when it has to be answered, and how long that is; orange when it is over."""
    last, left = formats.day(one.answer_due_on), one.days_left
    if left is None:
        return ""
    if left < 0:
        return tn("appeals.overdue", -left, day=last)
    if left == 0:
        return t("appeals.due_today", day=last)
    return tn("appeals.due_in", left, day=last)


def day(moment: datetime) -> str:
    """The day where the workspace is."""
    return formats.day(workdays.local(moment))
