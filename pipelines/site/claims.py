"""What a ranking says in sentences: who leads, what may be claimed, how to read it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pipelines.site.chart import Chart
from pipelines.site.figures import Figures
from pipelines.site.words import say

# More names than this are told by those who are left out, or counted.
_NAMED = 8


@dataclass(frozen=True)
class Claims:
    """Sentences in one language about rows of ranked subjects, in their order."""

    language: str
    indicator: str

    def answer(self, ranked: Sequence[Any]) -> str:
        """Who comes first, and how many share its tier."""
        if not ranked:
            return self._say("site.nobody_leads")
        first = [row["short_name"] for row in ranked if row["rank"] == 1]
        if len(first) > 1:
            return self._say("site.share_first", names=self._names(first))
        mates = sum(row["tier"] == ranked[0]["tier"] for row in ranked) - 1
        key = "site.leads_alone" if not mates else "site.leads"
        return self._say(key, name=first[0], mates=mates)

    def sentences(self, ranked: Sequence[Any]) -> str:
        """Each with 95 % confidence; empty where nothing was claimed."""
        if not ranked or any(row["best"] is None for row in ranked):
            return ""
        said = [self._best(ranked)]
        for side in ("above", "below"):
            names = [row["short_name"] for row in ranked if row["differs"] == side]
            key = f"site.claim_{side}" if names else f"site.claim_not_{side}"
            said.append(self._say(key, names=self._names(names)))
        return self._say("site.claims", claims=self._say("site.then").join(said))

    def how_to_read(
        self, ranked: Sequence[Any], drawn: Chart | None, figures: Figures
    ) -> str:
        """What dots, lines and bands are, and where the axis begins."""
        if drawn is None:
            return ""
        key = "raw" if ranked[0]["order_by"] == "raw" else "drawn"
        return self._say(
            "site.how_to_read",
            indicator=self.indicator,
            order=self._say(f"site.order_{key}", n=ranked[0]["peers"]),
            start=f"{figures.number(100 * drawn.starts_at)}%",
        )

    def _best(self, ranked: Sequence[Any]) -> str:
        best = ranked[0]["best"]
        could = [row["short_name"] for row in ranked if row["could_be_best"]]
        not_so = [row["short_name"] for row in ranked if not row["could_be_best"]]
        if not not_so:
            return self._say("site.claim_best_all", best=best, n=len(could))
        if len(not_so) <= len(could):
            return self._say(
                "site.claim_best_but", best=best, names=self._names(not_so)
            )
        return self._say("site.claim_best", best=best, names=self._names(could))

    def _names(self, names: Sequence[str]) -> str:
        words = self._say("site.comma").join(names[:_NAMED])
        if len(names) <= _NAMED:
            return words
        return self._say("site.and_more", names=words, n=len(names))

    def _say(self, key: str, **values: object) -> str:
        return say(self.language, key, **values)
