"""The satisfaction ranking: its rules, and one published place followed."""

from collections.abc import Iterator, Mapping
from typing import Any

from dashboard import formats, store
from dashboard.handbook import limits as limit_words
from dashboard.handbook import worked
from dashboard.handbook.blocks import Block, Section, Text, listed
from dashboard.i18n import t
from dashboard.markdown import plain

_RULES = (*("order", "round", "likely", "tier", "claims", "group", "few", "vertical"),)


def section(limits: Mapping[str, float]) -> Section:
    """The rules with the workspace's own limits."""
    return Section("ranking", t("method.ranking"), tuple(_blocks(limits)))


def _blocks(limits: Mapping[str, float]) -> Iterator[Block]:
    yield listed([limit_words.within(limits, f"method.rule_{rule}") for rule in _RULES])
    for row in store.rows("method_ranking_example"):
        yield Text(_example(row))
    yield from worked.example("ranking")


def _example(row: Any) -> str:
    """How one published place came about; Markdown."""
    places = {
        name: formats.count(getattr(row, name))
        for name in (
            *("k", "n", "peers", "plain_rank", "rank", "rank_low", "rank_high"),
            *("set_low", "set_high"),
        )
    }
    return t(
        f"method.ranking_example_{row.order_by}",
        subject=plain(row.subject_name),
        period=formats.period(row.period_kind, row.period),
        share=plain(formats.number(100 * row.share, 2)),
        adjusted=plain(formats.number(100 * row.adjusted, 2)),
        **places,
    )
