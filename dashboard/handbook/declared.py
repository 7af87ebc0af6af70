"""What else is declared: indicators, breaks, editions, sources, hashes."""

from collections.abc import Iterator
from itertools import groupby

from dashboard import audience as audiences
from dashboard import breaks, edition_list, edition_view, formats, store
from dashboard.definitions import Definition
from dashboard.handbook.blocks import Block, Fold, Heading, Section, Table, Text
from dashboard.i18n import t
from dashboard.markdown import code, plain


def indicators(defined: tuple[Definition, ...]) -> Section:
    """Every indicator, by pillar."""
    blocks = tuple(_indicators(defined)) or (Text(t("method.no_indicators")),)
    return Section("indicators", t("method.indicators"), blocks)


def break_marks() -> Section | None:
    """Days since when something is counted otherwise; None without any."""
    marks = breaks.everything()
    if not marks:
        return None
    table = Table({
        t("method.break_day"): [mark.day for mark in marks],
        t("method.break_what"): [plain(mark.words) for mark in marks],
    })  # fmt: skip
    words = Text(t("method.breaks_words"))
    return Section("breaks", t("method.breaks"), (words, table))


def editions() -> Section | None:
    """Quarters that were frozen; None without any."""
    rows = edition_view.rows(audiences.of_page())
    if not rows:
        return None
    table = Table(edition_list.columns(rows))
    return Section("editions", t("editions.title"), (Text(t("editions.intro")), table))


def sources() -> Section:
    """Where raw data come from."""
    found = store.fetch("method_sources")
    table = Table({
        t("method.source"): found.name.map(plain).tolist(),
        t("method.key"): [plain(", ".join(key)) for key in found.key],
        t("method.reject_limit"): found.reject_limit.map(formats.share).tolist(),
    })  # fmt: skip
    return Section("sources", t("method.sources"), (table,))


def _indicators(defined: tuple[Definition, ...]) -> Iterator[Block]:
    for _, members in groupby(defined, key=lambda each: each.pillar):
        for place, each in enumerate(members):
            if place == 0:
                yield Heading(each.pillar_name)
            yield Fold(each.title, (Text(each.table),))


def hashes() -> Table:
    """What identifies the publication that a handbook is printed from."""
    (row,) = store.rows("publication")
    (identity,) = store.rows("handbook_identity")
    told = {
        "version": code(row.version),
        "as_of": formats.day(row.as_of),
        "published_at": f"{row.published_at:%Y-%m-%d %H:%M} UTC",
        "audience": t(f"handbook.audience_{identity.audience}"),
        "workspace_hash": code(identity.workspace_hash),
        "input_hash": code(identity.input_hash),
        "code_version": code(identity.code_version),
    }
    return Table({
        t("method.field"): [t(f"handbook.{name}") for name in told],
        t("method.says"): list(told.values()),
    })  # fmt: skip
