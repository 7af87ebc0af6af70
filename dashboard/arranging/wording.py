"""How cycles, methods and subjects are named on the page."""

from datetime import date

from dashboard import formats
from dashboard.assessments.subjects import said
from dashboard.assessments.workdays import Due
from dashboard.database.models.cycles import Cycle, CycleMethod
from dashboard.i18n import t


def kind(subject_kind: str) -> str:
    """部门, leadership teams"""
    return t(f"cycles.kind_{subject_kind}")


def method(of: CycleMethod) -> str:
    """专家评议 · 部门; as it stands in the store, not made harmless."""
    name = said(of.rubric["names"])
    return t("cycles.method_of", method=name, kind=kind(of.subject_kind))


def cycle(of: Cycle) -> str:
    return said(of.names)


def due(of: Due) -> str:
    """2027-01-15 (暂定)"""
    if of.is_provisional:
        return t("cycles.provisional", day=formats.day(of.day))
    return formats.day(of.day)


def left(days: int | None, last: date) -> str:
    """2026-11-03, 还有 10 个工作日"""
    day = formats.day(last)
    if days is None:
        return day
    if days < 0:
        return t("cycles.over", day=day)
    return t("cycles.days_left", day=day, n=formats.count(days))
