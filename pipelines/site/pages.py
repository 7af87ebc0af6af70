"""Pages of one language: what each shows, and where it stands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from pipelines.site import chart, claims, data_page, method
from pipelines.site.figures import Figures
from pipelines.site.published import Published, Rows
from pipelines.site.rendering import Page, render
from pipelines.site.sorting import by, slug
from pipelines.site.tables import Table
from pipelines.site.words import say

_UNSHOWN = ("withheld", "no_data")


@dataclass(frozen=True)
class Language:
    """One language of the site, and the other ones it is told in."""

    language: str
    languages: tuple[str, ...]
    base_url: str


class Pages:
    """All pages of a language, from what is published."""

    def __init__(
        self, published: Published, spoken: Language, tables: Sequence[Table]
    ) -> None:
        self._ask = partial(published.ask, language=spoken.language)
        self._tables = tables
        self._spoken = spoken
        self._figures = Figures(spoken.language)
        (self._about,) = self._ask("about")
        self._subjects = {row["subject_id"]: row for row in self._ask("subjects")}
        self._limits = {
            row["name"]: self._figures.number(row["value"])
            for row in self._ask("limits")
        }
        self._rankings = self._ask("rankings")
        self._ranked = by(self._ask("ranking"), "kind", "period_kind", "period")

    def all(self) -> Iterator[tuple[str, bytes]]:
        """(path, page) of every page."""
        yield from self._ranking_pages()
        yield from self._subject_pages()
        yield self._page("method.html", "method", **method.context(
            self._ask, self._figures, self._limits, self._about
        ))  # fmt: skip
        yield self._page(
            "data.html",
            "data",
            **data_page.context(self._ask, self._figures, self._tables),
        )
        yield self._page("ranking/index.html", "rankings", kinds=self._kinds())
        yield self._page("index.html", "home", **self._of_home())

    def _page(self, place: str, template: str, **values: Any) -> tuple[str, bytes]:
        page = Page(
            path=f"{self._spoken.language}/{place}",
            language=self._spoken.language,
            languages=self._spoken.languages,
            base_url=self._spoken.base_url,
            workspace=self._about["workspace"],
            figures=self._figures,
            address=self._address,
            slug=slug,
        )
        return page.path, render(
            template,
            page,
            about=self._about,
            ranked_by=self._about["ranked_by"],
            ranked_by_definition=self._about["ranked_by_definition"],
            limits=self._limits,
            unvalued=self._unvalued,
            **values,
        )

    def _address(self, subject_id: str) -> str:
        """The page of a subject."""
        kind, _, name = subject_id.partition(":")
        place = f"{kind}/{slug(name)}" if name else slug(kind)
        return f"{self._spoken.language}/{place}.html"

    def _unvalued(self, row: Any) -> str:
        """What stands where there is no value: why, or what it is more than."""
        if row["more_than"] is None:
            return say(self._spoken.language, f"site.{row['state']}")
        told = self._figures.value(row["unit"], row["more_than"])
        return say(self._spoken.language, "site.more_than", value=told)

    # Rankings

    def _kinds(self) -> list[tuple[str, Rows]]:
        told = [
            {
                **row,
                "path": self._ranking_path(row),
                "words": self._figures.period(row["period_kind"], row["period"]),
            }
            for row in self._rankings
        ]
        return list(by(told, "kind").items())

    def _ranking_path(self, row: Any) -> str:
        """zh/ranking/city-2026Q3.html"""
        first = row["period"]
        name = {
            "quarter": f"{first.year}Q{(first.month - 1) // 3 + 1}",
            "year": f"{first.year}",
        }.get(row["period_kind"], f"12-{first:%Y-%m}")
        return f"{self._spoken.language}/ranking/{row['kind']}-{name}.html"

    def _ranking_pages(self) -> Iterator[tuple[str, bytes]]:
        groups = by(self._ask("groups"), "kind", "period_kind", "period")
        for about in self._rankings:
            key = (about["kind"], about["period_kind"], about["period"])
            place = self._ranking_path(about).partition("/")[2]
            yield self._page(
                place,
                "ranking",
                **self._of_ranking(about, self._ranked[key], groups.get(key, [])),
            )

    def _of_ranking(self, about: Any, rows: Rows, groups: Rows) -> dict[str, Any]:
        states = by(rows, "state")
        ranked = states.get("ranked", [])
        drawn = chart.draw(ranked)
        words = claims.Claims(self._spoken.language, self._about["ranked_by"])
        comma = say(self._spoken.language, "site.comma")
        return {
            "kind": about["kind"],
            "period": self._figures.period(about["period_kind"], about["period"]),
            "is_provisional": about["is_provisional"],
            "answer": words.answer(ranked),
            "claims": words.sentences(ranked),
            "how_to_read": words.how_to_read(ranked, drawn, self._figures),
            "chart": drawn,
            "ranked": ranked,
            "listed": states.get("listed", []),
            "unshown": [
                (state, comma.join(row["name"] for row in states[state]))
                for state in _UNSHOWN
                if state in states
            ],
            "groups": [
                {"slug": slug(group), "name": members[0]["group_name"], "rows": members}
                for group, members in by(groups, "peer_group").items()
            ],
            "other": self._other(about),
        }

    def _other(self, about: Any) -> dict[str, str] | None:
        """The same period's ranking of the other kind of subject."""
        for row in self._rankings:
            same = all(row[name] == about[name] for name in ("period_kind", "period"))
            if same and row["kind"] != about["kind"]:
                return {"kind": row["kind"], "path": self._ranking_path(row)}
        return None

    # Subjects

    def _subject_pages(self) -> Iterator[tuple[str, bytes]]:
        cards = by(self._ask("scorecards"), "subject_id")
        pillars = by(self._ask("pillars"), "subject_id")
        found = by(self._ask("figures"), "subject_id")
        latest = self._about["latest_period"]
        if latest is None:
            return
        for subject_id, subject in self._subjects.items():
            history = cards.get(subject_id, [])
            measured = [
                row for row in found.get(subject_id, []) if row["state"] != "no_data"
            ]
            yield self._page(
                self._address(subject_id).partition("/")[2],
                "subject",
                subject=subject,
                period=self._figures.period("quarter", latest),
                card=next((row for row in history if row["period"] == latest), None),
                history=history,
                pillars=pillars.get(subject_id, []),
                indicators=measured,
            )

    # The start

    def _of_home(self) -> dict[str, Any]:
        latest = self._about["latest_period"]
        of_all = [row for row in self._ask("figures") if row["subject_id"] == "all"]
        found = {row["indicator_id"]: row for row in of_all}
        return {
            "all_name": self._subjects.get("all", {"name": ""})["name"],
            "period": self._figures.period("quarter", latest) if latest else "",
            "headline": [
                found[name] for name in self._about["headline"] if name in found
            ],
            "latest": list(self._latest()),
            "unranked": self._unranked() if latest else [],
        }

    def _unranked(self) -> list[tuple[str, Rows]]:
        """Kinds of subjects that no ranking leads to."""
        ranked = {row["kind"] for row in self._rankings} | {"all"}
        kinds = by(list(self._subjects.values()), "kind")
        return [(kind, rows) for kind, rows in kinds.items() if kind not in ranked]

    def _latest(self) -> Iterator[dict[str, Any]]:
        words = claims.Claims(self._spoken.language, self._about["ranked_by"])
        for kind, about in by(self._rankings, "kind").items():
            chosen = next(
                (
                    row
                    for row in about
                    if row["period_kind"] == "quarter"
                    and row["period"] == self._about["latest_period"]
                ),
                about[0],
            )
            key = (kind, chosen["period_kind"], chosen["period"])
            rows = self._ranked[key]
            yield {
                "kind": kind,
                "path": self._ranking_path(chosen),
                "period": self._figures.period(*key[1:]),
                "answer": words.answer([row for row in rows if row["rank"]]),
                "rows": rows,
            }
