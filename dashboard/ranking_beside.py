"""What stands beside a share of the ranking: who answered, and how hard the work is."""

from datetime import date
from typing import Any

from dashboard import formats, store
from dashboard.drawings import drawn_once
from dashboard.i18n import t
from dashboard.markdown import plain
from dashboard.records import records


@drawn_once
def answered(kind: str, period_kind: str, period: date) -> dict[str, str]:
    """Subject to how many answered, in Markdown; empty where nothing tells it."""
    rows = store.fetch(
        "ranking_response", kind=kind, period_kind=period_kind, period=period
    )
    return {row.subject_id: _answered(row) for row in records(rows)}


def ordinary_mix(row: Any) -> str:
    """97.4% with an ordinary mix of items; empty where that is not told; Markdown."""
    if formats.is_missing(row.mix_adjusted):
        return ""
    share = plain(formats.share(row.mix_adjusted, row.n))
    return t("ranking.case_mix", share=share)


def _answered(row: Any) -> str:
    """30.7% rated; 27.9%–97.2% had all answered"""
    if formats.is_missing(row.active_share):
        return t("ranking.response_unknown")
    n = row.closed_count
    rated = plain(formats.share(row.active_share, n))
    if formats.is_missing(row.lowest_share):
        return t("ranking.response_rated", rated=rated)
    bounds = formats.interval("share", row.lowest_share, row.highest_share, n)
    return t("ranking.response", rated=rated, between=plain(bounds))
