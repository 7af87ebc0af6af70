"""The scheme as the method page tells it: its tree, bands and scales; made once."""

from typing import Any

import pandas as pd

from dashboard import formats, scales, store
from dashboard.definitions import goalposts
from dashboard.drawings import drawn_once
from dashboard.i18n import t
from dashboard.markdown import plain
from dashboard.records import records

# Before a pillar that lies within another.
_STEP = "\N{NO-BREAK SPACE}" * 4


@drawn_once
def pillars(scheme_id: str) -> pd.DataFrame:
    """Pillars and their weights; Markdown. Deeper trees say how each node is joined."""
    rows = list(store.rows("method_pillars", scheme_id=scheme_id))
    table = {
        t("method.pillar"): [_STEP * (row.depth - 1) + plain(row.name) for row in rows],
        t("method.weight"): [formats.share(row.weight) for row in rows],
    }
    if any(row.depth > 1 or row.mean != "arithmetic" for row in rows):
        table[t("method.share")] = [formats.share(row.share) for row in rows]
        table[t("method.joined")] = [joined_by(row) for row in rows]
    return pd.DataFrame(table)


def joined_by(row: Any) -> str:
    """How what is within a pillar, or a scheme, is joined."""
    if row.mean == "arithmetic":
        return t("method.mean_arithmetic")
    return t("method.mean_geometric", floor=f"{row.floor:g}")


@drawn_once
def bands(scheme_id: str) -> pd.DataFrame:
    """The words for scores, from where to where they go, and quotas; Markdown."""
    rows = list(store.rows("method_bands", scheme_id=scheme_id))
    table = {
        t("method.band"): [plain(row.name) for row in rows],
        t("method.scores"): [_range(row) for row in rows],
    }
    if not all(formats.is_missing(row.quota) for row in rows):
        table[t("method.quota")] = [
            "" if formats.is_missing(row.quota) else formats.share(row.quota, 0)
            for row in rows
        ]
    return pd.DataFrame(table)


@drawn_once
def goals(scheme_id: str) -> pd.DataFrame:
    """Weight, goalposts and target of every indicator that is scored; Markdown."""
    rows = store.fetch("method_indicators", scheme_id=scheme_id)
    scored = list(records(rows[rows.weight.notna()]))
    posts = [goalposts(row) for row in scored]
    table = {
        t("method.indicator"): [plain(row.name) for row in scored],
        **{
            t(f"method.{part}"): [plain(post.get(part, "")) for post in posts]
            for part in ("weight", "worst", "best", "target")
        },
    }
    if any(row.scoring != "goalposts" for row in scored):
        table[t("method.scale")] = [
            t("scale.line") if row.scoring == "goalposts" else plain(scales.words(row))
            for row in scored
        ]
    return pd.DataFrame(table)


@drawn_once
def adjustments(scheme_id: str) -> tuple[str, ...]:
    """A sentence for each bonus, deduction and veto; Markdown."""
    rows = store.rows("method_adjustments", scheme_id=scheme_id)
    return tuple(_adjustment(row) for row in rows)


def _adjustment(row: Any) -> str:
    side = "below" if formats.is_missing(row.above) else "above"
    edge = row.below if side == "below" else row.above
    told = {
        "name": plain(row.name),
        "indicator": plain(row.indicator),
        "edge": plain(formats.compact(row.unit, edge)),
        "side": t(f"method.side_{side}"),
    }
    if row.kind == "veto":
        return t("method.veto", ceiling=plain(row.ceiling), **told)
    return t(
        f"method.{row.kind}",
        points=f"{row.points * scales.counted_in(row.unit):g}",
        unit=plain(scales.one(row.unit)),
        most=f"{row.most:g}",
        **told,
    )


def _range(row: Any) -> str:
    low = formats.number(row.from_score)
    if formats.is_missing(row.below_score):
        return t("method.band_from", low=low)
    high = formats.number(row.below_score)
    return t("method.band_between", low=low, high=high)
