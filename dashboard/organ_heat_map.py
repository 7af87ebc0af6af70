"""Departments by cities: how every organ does, and the way to its scorecard."""

from typing import Any

import pandas as pd
import streamlit as st

from dashboard import formats, links, ready_table, store
from dashboard.charts.heat_map import CELL, heat_map
from dashboard.charts.vega import Spec
from dashboard.drawings import drawn_once
from dashboard.i18n import t
from dashboard.markdown import plain, spoken
from dashboard.panel import panel
from dashboard.period_picker import PublishedPeriod
from dashboard.records import records

_ROLES = ("department", "city")
# With so many rows the map is as high as what stands beside it.
_TALL_FROM = 7


def draw(period: PublishedPeriod, *, least_height: int = 0) -> None:
    """Draw the map; a click on a cell or a table row opens the organ."""
    title = _title(period)
    if title is None:
        with panel("organs", t("heat.none"), t("heat.question"), switch=False):
            st.caption(t("heat.none_why"))
        return
    with panel("organs", title, t("heat.question")) as view:
        if view == "table":
            _table(period, least_height)
            return
        event: Any = st.vega_lite_chart(
            _figure(period, least_height),
            key="organ_heat_map",
            on_select="rerun",
            selection_mode=CELL,
            alt=spoken(title),
        )
        if event.selection[CELL]:
            links.go_to_subject(str(event.selection[CELL][0]["id"]))


@drawn_once
def is_tall(period: PublishedPeriod) -> bool:
    """Whether the map fills a column of the page by itself."""
    rows = _rows(period)
    return max(rows.department.nunique(), rows.city.nunique()) >= _TALL_FROM


@drawn_once
def _figure(period: PublishedPeriod, least_height: int) -> Spec:
    rows = _rows(period)
    down, across = _ROLES[:: -1 if _is_turned(rows) else 1]
    cells = pd.DataFrame(
        {
            "row_id": rows[f"{down}_subject"],
            "row_name": rows[down],
            "row_place": rows[f"{down}_position"],
            "column_id": rows[f"{across}_subject"],
            "column_name": rows[across],
            "column_place": rows[f"{across}_position"],
            "value": rows.score,
            "id": rows.subject_id,
            "words": [_cell(row) for row in records(rows)],
            "hover": [_hover(row) for row in records(rows)],
            "is_lowest": rows.is_lowest,
        }
    )
    return ready_table.in_chart(heat_map(cells, least_height=least_height))


def _rows(period: PublishedPeriod) -> pd.DataFrame:
    rows = store.fetch("organ_scores", **period.asked)
    # Departments come from the best to the worst.
    rows["department_position"] = pd.factorize(rows.department_subject)[0]
    return rows


def _is_turned(rows: pd.DataFrame) -> bool:
    """Whichever are more stand below each other: names need room beside each other."""
    return bool(rows.city.nunique() > rows.department.nunique())


def _table(period: PublishedPeriod, height: int) -> None:
    rows = _rows(period)
    down, across = _ROLES[:: -1 if _is_turned(rows) else 1]
    shown = rows.pivot_table(
        index=down, columns=across, values="score", sort=False
    ).round(1)
    st.dataframe(
        shown, height=height or "auto", placeholder="–", alt=t("heat.question")
    )


@drawn_once
def _title(period: PublishedPeriod) -> str | None:
    """The departments that rank first and last; None if there are no organs."""
    rows = _rows(period)
    if rows.empty:
        return None
    # Vertical organs have a row and no rank: they neither lead nor come last.
    scored = rows.dropna(subset=["department_rank"]).drop_duplicates("department")
    if len(scored) < 2:
        return t("heat.title")
    return t(
        "heat.answer",
        best=plain(scored.department.iloc[0]),
        worst=plain(scored.department.iloc[-1]),
    )


def _cell(row: Any) -> str:
    return "–" if formats.is_missing(row.score) else formats.number(row.score)


def _hover(row: Any) -> str:
    if formats.is_missing(row.score):
        return f"{row.name}: {formats.state(row.state)}"
    parts = [f"{row.name}: {t('unit.points', value=formats.score(row.score))}"]
    if not formats.is_missing(row.band_name):
        parts.append(str(row.band_name))
    if not formats.is_missing(row.rank):
        parts.append(t("score.rank", rank=int(row.rank), peers=int(row.peers)))
    if not formats.is_missing(row.n):
        parts.append(t("tile.n", n=formats.count(row.n)))
    if not formats.is_missing(row.active_share):
        rated = formats.share(row.active_share, row.closed_count)
        parts.append(t("response.rated", rated=rated))
    return " · ".join(parts)
