"""What may be claimed of a ranking, and how its order came about, in sentences."""

from collections.abc import Sequence

from dashboard import formats
from dashboard.drawings import drawn_once
from dashboard.i18n import t
from dashboard.markdown import plain
from dashboard.ranking_drawings import Asked

# More names than this are told by those who are left out, or counted.
_NAMED = 8


@drawn_once
def sentences(asked: Asked) -> str:
    """Who could be among the best, and who differs from the middle; Markdown.

    Empty within a group: claims are about everybody who is ranked.
    """
    rows = asked.rows("ranked")
    unclaimed = any(formats.is_missing(row.best) for row in rows)
    if asked.peer_group or unclaimed or not rows:
        return ""
    best = formats.count(rows[0].best)
    could = [row.short_name for row in rows if row.could_be_best]
    could_not = [row.short_name for row in rows if not row.could_be_best]
    said = [_could_be_best(best, could, could_not)]
    for side in ("above", "below"):
        names = [row.short_name for row in rows if row.differs == side]
        key = f"ranking.claim_{side}" if names else f"ranking.claim_not_{side}"
        said.append(t(key, names=_listed(names)))
    return t("ranking.claims", claims=t("ranking.then").join(said))


def _could_be_best(best: str, could: Sequence[str], could_not: Sequence[str]) -> str:
    if not could_not:
        return t("ranking.claim_best_all", best=best, n=formats.count(len(could)))
    if len(could_not) <= len(could):
        names = _listed(could_not)
        return t("ranking.claim_best_but", best=best, names=names)
    return t("ranking.claim_best", best=best, names=_listed(could))


def _listed(names: Sequence[str]) -> str:
    """Names, and how many more there are where they would fill a paragraph."""
    words = plain(t("place.comma").join(names[:_NAMED]))
    if len(names) <= _NAMED:
        return words
    return t("ranking.and_more", names=words, n=formats.count(len(names)))


@drawn_once
def how_to_read(asked: Asked, indicator_name: str) -> str:
    """What dots, lines and bands are, and what the order goes by; Markdown."""
    first = asked.rows("ranked")[0]
    key = "raw" if first.order_by == "raw" else "drawn"
    order = t(f"ranking.order_{key}", n=formats.count(first.league))
    return t("ranking.how_to_read", indicator=plain(indicator_name), order=order)
