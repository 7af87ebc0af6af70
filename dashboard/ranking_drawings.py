"""The satisfaction ranking as a figure, and its tables in words; each made once."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from dashboard import formats, places, ranking_beside, store
from dashboard.charts.ranking_dots import Dot, ranking_dots
from dashboard.charts.vega import Spec
from dashboard.drawings import drawn_once
from dashboard.i18n import t
from dashboard.markdown import lines, plain

# How many of those who share first place the headline names.
_NAMED = 3


@dataclass(frozen=True)
class Asked:
    """Which ranking a reader looks at; `peer_group` '' stands for all."""

    kind: str
    period_kind: str
    period: date
    peer_group: str

    def rows(self, *states: str) -> list[Any]:
        """Rows of ranking_rows; only those in the named states, if any is named."""
        rows = store.rows("ranking_rows", **self._params())
        return [row for row in rows if not states or row.state in states]

    def frame(self) -> pd.DataFrame:
        """All of them, for what looks at columns."""
        return store.fetch("ranking_rows", **self._params())

    def _params(self) -> dict[str, Any]:
        return {
            "kind": self.kind,
            "period_kind": self.period_kind,
            "period": self.period,
            "peer_group": self.peer_group,
        }


@drawn_once
def answer(asked: Asked) -> str:
    """Who comes first, and whether that can be told from who comes next; Markdown."""
    ranked = asked.rows("ranked")
    highest = min(row.rank for row in ranked)
    first = [row for row in ranked if row.rank == highest]
    if len(first) > 1:
        names = plain(t("place.comma").join(row.short_name for row in first[:_NAMED]))
        more = "_more" if len(first) > _NAMED else ""
        return t(f"ranking.answer_shared{more}", names=names, n=len(first))
    (leader,) = first
    tied = plain(places.tied(leader.mates))
    return t("ranking.answer", name=plain(leader.short_name), tied=tied)


@drawn_once
def figure(asked: Asked) -> Spec:
    """Everyone with a share, who is ranked first."""
    dots = [
        Dot(
            name=_label(row),
            value=row.share,
            low=row.low,
            high=row.high,
            tier=None if formats.is_missing(row.tier) else int(row.tier),
            is_main=row.state == "ranked",
            ordered_by=row.adjusted if row.order_by == "npmle" else None,
            share=formats.share(row.share, row.n),
            words=_share(row),
            hover=_hover(row),
        )
        for row in asked.rows("ranked", "listed")
    ]
    tiers = {dot.tier for dot in dots if dot.tier is not None}
    return ranking_dots(
        dots,
        tier_words={tier: t("ranking.tier", tier=tier) for tier in tiers},
        unranked_words=t("ranking.listed_short"),
    )


@drawn_once
def ranked_table(asked: Asked, indicator_name: str) -> pd.DataFrame:
    """Places, shares and how sure both are; Markdown."""
    rows = asked.rows("ranked")
    answered = ranking_beside.answered(asked.kind, asked.period_kind, asked.period)
    return pd.DataFrame(
        {
            t("ranking.column_place"): [formats.count(row.rank) for row in rows],
            t("ranking.column_name"): [plain(row.name) for row in rows],
            plain(indicator_name): [
                lines(
                    _share(row),
                    answered.get(row.subject_id, ""),
                    ranking_beside.ordinary_mix(row),
                )
                for row in rows
            ],
            t("ranking.column_words"): [plain(_words(row)) for row in rows],
        }
    )


@drawn_once
def listed_table(
    asked: Asked, indicator_name: str, not_ranked_below: float
) -> pd.DataFrame:
    """Shares of those who are not ranked, and why they are not; Markdown."""
    few = t("ranking.why_few", n=formats.count(not_ranked_below))
    rows = asked.rows("listed")
    return pd.DataFrame(
        {
            t("ranking.column_name"): [plain(row.name) for row in rows],
            plain(indicator_name): [_share(row) for row in rows],
            t("ranking.column_why"): [
                few if row.may_be_ranked else t("ranking.why_vertical") for row in rows
            ],
        }
    )


def _label(row: Any) -> str:
    if row.state == "listed":
        return str(row.short_name)
    return f"{formats.count(row.rank)}  {row.short_name}"


def _share(row: Any) -> str:
    """91.2% (90.8%–91.6%), n = 1,204"""
    return t(
        "ranking.share",
        share=formats.share(row.share, row.n),
        interval=formats.interval("share", row.low, row.high, row.n),
        n=formats.count(row.n),
    )


def _words(row: Any) -> str:
    words = places.sentence(row.rank, row.rank_low, row.rank_high, row.mates)
    if formats.is_missing(row.tier):
        return words
    return t("ranking.words", tier=t("ranking.tier", tier=int(row.tier)), words=words)


def _hover(row: Any) -> str:
    if row.state == "listed":
        return f"{row.name} · {_share(row)}"
    return f"{row.name} · {_share(row)} · {_words(row)}"
