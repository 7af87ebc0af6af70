"""Signals in words: what changed, how far, since when, and what makes most of it."""

from typing import Any

from dashboard import formats
from dashboard.i18n import t, tn
from dashboard.markdown import plain

# A part that makes less of the change is not worth naming.
_WORTH_NAMING = 0.15


def head(row: Any) -> str:
    """人社局 · 按时办结率"""
    return t("signal.head", subject=plain(row.name), indicator=plain(row.indicator))


def sentence(row: Any) -> str:
    """One sentence: direction, since when, the month, what is usual, how far."""
    return t(
        f"signal.{row.direction}",
        subject=plain(row.name),
        indicator=plain(row.indicator),
        since=formats.period("month", row.first_period.date()),
        month=formats.period("month", row.period.date()),
        value=formats.figure(row.unit, row.value, row.n),
        expected=formats.figure(row.unit, row.expected),
        usual=formats.interval(row.unit, row.usual_low, row.usual_high),
        times=formats.number(abs(row.z), 1),
        n=formats.count(row.n),
    )


def brief(row: Any) -> str:
    """The same for a list that names subject and indicator already, and why."""
    told = t(
        f"signal.brief_{row.direction}",
        since=formats.period("month", row.first_period.date()),
        value=formats.figure(row.unit, row.value, row.n),
        expected=formats.figure(row.unit, row.expected),
        times=formats.number(abs(row.z), 1),
    )
    return t("signal.stop").join(part for part in (told, why(row)) if part)


def why(row: Any) -> str:
    """What makes most of it; empty where no part stands out."""
    named = [
        _named(plain(name), share)
        for name, share in (
            (row.why_place, row.why_place_share),
            (row.why_item, row.why_item_share),
        )
        if not formats.is_missing(share) and share >= _WORTH_NAMING
    ]
    said = [t("signal.why", parts=t("place.comma").join(named))] if named else []
    if row.members:
        said.append(tn("signal.members", row.members))
    return t("signal.stop").join(said)


def label(name: str) -> str:
    """What a point of a control chart is labelled for."""
    return t(f"control.{name}") if name else t("control.common")


def _named(name: str, share: float) -> str:
    # What went the other way is not in it, so that one part can make more than all.
    if share >= 1:
        return t("signal.part_all", name=name)
    return t("signal.part", name=name, share=formats.share(share, 0))
