"""A scheme: its tree, scales, bands and adjustments; from values to the score."""

from collections.abc import Iterator
from typing import Any

from dashboard import formats, scheme_tables
from dashboard.handbook import worked
from dashboard.handbook.blocks import Block, Pair, Section, Table, Text, listed
from dashboard.i18n import t
from dashboard.markdown import plain


def section(scheme: Any, *, is_worked: bool = True) -> Section:
    """A row of method_schemes; None: the public may not see it.

    `is_worked`: with the worked examples, which are of the scheme in force.
    """
    title = t("method.scheme_title")
    if scheme is None:
        return Section("scheme", title, (Text(t("method.no_scheme")),))
    examples = (
        (*worked.example("scoring"), *worked.example("composite")) if is_worked else ()
    )
    return Section("scheme", title, (*_blocks(scheme), *examples))


def change() -> Section:
    """How a change of the score is told without a remainder."""
    words = Text(t("method.parts"))
    return Section("change", t("method.change"), (words, *worked.example("change")))


def _blocks(scheme: Any) -> Iterator[Block]:
    yield Text(
        t(
            "method.scheme_intro",
            name=plain(scheme.name),
            first=formats.day(scheme.valid_from),
            last=formats.day(scheme.valid_to),
            coverage=formats.share(scheme.coverage_minimum, 0),
        )
    )
    if not formats.is_missing(scheme.note):
        yield Text(plain(scheme.note))
    if scheme.mean == "geometric":
        joined = scheme_tables.joined_by(scheme)
        yield Text(t("method.top_mean", joined=joined))
    yield Pair(
        _table(scheme_tables.pillars(scheme.scheme_id)),
        _table(scheme_tables.bands(scheme.scheme_id)),
    )
    yield _table(scheme_tables.goals(scheme.scheme_id))
    told = list(scheme_tables.adjustments(scheme.scheme_id))
    for kind in ("bonus", "deduction"):
        most = getattr(scheme, f"most_{kind}")
        if not formats.is_missing(most) and most < 100:
            told.append(t(f"method.most_{kind}", most=f"{most:g}"))
    if not formats.is_missing(scheme.rounding):
        told.append(t(f"method.quotas_{scheme.rounding}"))
    if told:
        yield listed(told)


def _table(frame: Any) -> Table:
    return Table({name: frame[name].tolist() for name in frame})
