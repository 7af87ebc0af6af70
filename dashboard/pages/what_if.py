"""What if: weights move, ranks answer at once, and nothing of it is official."""

from typing import Any

import streamlit as st

from dashboard import audience, choice, formats, period_picker, places, store
from dashboard.accounts import here
from dashboard.drawings import shown_again
from dashboard.i18n import t, tn
from dashboard.period_picker import PublishedPeriod
from dashboard.records import records
from dashboard.trial import weights

_KINDS = ("department", "city")


def main() -> None:
    """Draw the page."""
    here.enter("what_if")
    st.title(t("trial.title"), anchor=False)
    if not audience.of_page().scope.is_everything:
        # Ranks among those one may see would be other ranks.
        st.info(t("trial.limited"))
        return
    with st.container(horizontal=True, vertical_alignment="bottom"):
        kind = choice.one(
            "kind",
            t("compare.kind"),
            _KINDS,
            words=lambda each: t(f"compare.kind_{each}"),
            style="segmented",
            memory="trial_kind",
        )
        period = period_picker.pick(("quarter", "year"))
    if period is None:
        return
    parts = list(store.rows("trial_parts", **period.asked))
    if not parts:
        st.info(t("trial.none", period=period.words))
        return
    now = weights.moved(parts)
    left, right = st.columns([1, 2.4], gap="medium")
    with left, st.container(border=True):
        st.markdown(f"**{t('trial.weights')}**  \n:gray[:small[{t('trial.how')}]]")
        weights.draw(parts, now)
    with right:
        nodes, weighed = weights.asked(parts, now)
        _show_ranks(kind, period, tuple(nodes), tuple(weighed), is_moved=bool(now))


@shown_again
def _show_ranks(
    kind: str,
    period: PublishedPeriod,
    nodes: tuple[str, ...],
    weighed: tuple[str, ...],
    *,
    is_moved: bool,
) -> None:
    rows = store.fetch(
        "trial_ranks",
        kind=kind,
        **period.asked,
        nodes=list(nodes),
        weights=list(weighed),
    )
    st.info(t("trial.not_official"), icon=":material/science:")
    if rows.empty:
        st.info(t("trial.nobody", period=period.words))
        return
    first = next(records(rows))
    if is_moved:
        told = tn(
            "trial.moved",
            int(first.moved_count),
            n=formats.count(first.moved_count),
            peers=formats.count(first.peers),
        )
        st.markdown(f"**{told}**")
    else:
        st.markdown(f"**{t('trial.as_declared')}**")
    config = st.column_config
    st.dataframe(
        {
            "place": [_place(row) for row in records(rows)],
            "name": rows["name"],
            "score": rows.trial_score,
            "rank": [places.place(row.rank) for row in records(rows)],
            "official": rows.score,
            "range": [_range(row) for row in records(rows)],
        },
        hide_index=True,
        height="content",
        column_config={
            "place": config.TextColumn(t("trial.place"), width="small"),
            "name": config.TextColumn(t("trial.subject"), width="medium"),
            "score": config.NumberColumn(t("trial.score"), format="%.1f"),
            "rank": config.TextColumn(t("trial.official_place"), width="small"),
            "official": config.NumberColumn(t("trial.official_score"), format="%.1f"),
            "range": config.TextColumn(
                t("trial.range"), help=t("trial.range_help"), width="small"
            ),
        },
        alt=t("trial.title"),
    )


def _place(row: Any) -> str:
    """第 3 名 ↑2: the trial's place, and how many places above the official one."""
    place = places.place(row.trial_rank)
    if not row.rise:
        return place
    return f"{place} {'↑' if row.rise > 0 else '↓'}{abs(int(row.rise))}"


def _range(row: Any) -> str:
    """Where the place lies under most weightings; a dash where it was not tried."""
    if formats.is_missing(row.by_weights_low):
        return "–"
    low, high = int(row.by_weights_low), int(row.by_weights_high)
    return str(low) if low == high else f"{low}–{high}"


main()
