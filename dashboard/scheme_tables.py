"""The scheme as the method page tells it: pillars, bands, goalposts; made once."""

from typing import Any

import pandas as pd

from dashboard import formats, store
from dashboard.definitions import goalposts
from dashboard.drawings import drawn_once
from dashboard.i18n import t
from dashboard.markdown import plain
from dashboard.records import records


@drawn_once
def pillars(scheme_id: str) -> pd.DataFrame:
    """Pillars and their weights; Markdown."""
    rows = list(records(store.fetch("method_pillars", scheme_id=scheme_id)))
    return pd.DataFrame(
        {
            t("method.pillar"): [plain(row.name) for row in rows],
            t("method.weight"): [formats.share(row.weight) for row in rows],
        }
    )


@drawn_once
def bands(scheme_id: str) -> pd.DataFrame:
    """The words for scores and from where to where they go; Markdown."""
    rows = list(records(store.fetch("method_bands", scheme_id=scheme_id)))
    return pd.DataFrame(
        {
            t("method.band"): [plain(row.name) for row in rows],
            t("method.scores"): [_range(row) for row in rows],
        }
    )


@drawn_once
def goals(scheme_id: str) -> pd.DataFrame:
    """Weight, goalposts and target of every indicator that is scored; Markdown."""
    rows = store.fetch("method_indicators", scheme_id=scheme_id)
    scored = list(records(rows[rows.weight.notna()]))
    posts = [goalposts(row) for row in scored]
    return pd.DataFrame(
        {
            t("method.indicator"): [plain(row.name) for row in scored],
            **{
                t(f"method.{part}"): [plain(post.get(part, "")) for post in posts]
                for part in ("weight", "worst", "best", "target")
            },
        }
    )


def _range(row: Any) -> str:
    low = formats.number(row.from_score)
    if formats.is_missing(row.below_score):
        return t("method.band_from", low=low)
    high = formats.number(row.below_score)
    return t("method.band_between", low=low, high=high)
