"""Break marks in words: what changed when, in a chart and in a list below it."""

from collections.abc import Sequence
from typing import Any

import pandas as pd
import streamlit as st

from dashboard import formats, store
from dashboard.charts.break_marks import Mark
from dashboard.drawings import drawn_once
from dashboard.i18n import t
from dashboard.markdown import plain
from dashboard.records import records


@drawn_once
def of(subjects: tuple[str, ...], indicator_id: str | None = None) -> tuple[Mark, ...]:
    """Marks of an indicator's course, or of scores; numbered in the order of time."""
    return _marks(
        store.fetch("breaks", subjects=list(subjects), indicator=indicator_id)
    )


@drawn_once
def everything() -> tuple[Mark, ...]:
    """Marks of everybody and everything that the reader may see."""
    return _marks(store.fetch("method_breaks"))


def draw(marks: Sequence[Mark]) -> None:
    """The list below a chart or table; nothing without marks."""
    if marks:
        told = [f"{mark.label}. {mark.day} {plain(mark.words)}" for mark in marks]
        st.caption(f"{t('breaks.title')} {' · '.join(told)}")


def _marks(rows: pd.DataFrame) -> tuple[Mark, ...]:
    return tuple(
        Mark(f"{row.day:%Y-%m-%d}", str(number), _words(row))
        for number, row in enumerate(records(rows), 1)
    )


def _words(row: Any) -> str:
    """As it was declared, or as it was found."""
    if not formats.is_missing(row.text):
        return str(row.text)
    if row.cause == "formula":
        return t("breaks.formula", indicator=row.indicator, edition=row.edition_id)
    if row.cause == "scheme":
        return t("breaks.scheme")
    return t(f"breaks.{row.cause}", subject=row.subject)
