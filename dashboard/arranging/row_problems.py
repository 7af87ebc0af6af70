"""What is wrong with the rows of a file, as a table; and taking a file in, or not."""

from collections.abc import Callable

import pandas as pd
import streamlit as st

from dashboard import folded_table, formats
from dashboard.assessments.sheet import RowProblem, RowsRefused
from dashboard.i18n import t
from dashboard.markdown import plain
from dashboard.polling.doing import told

_FIRST = 20


def upload(label: str, key: str, taken: Callable[[bytes], str]) -> None:
    """Ask for a CSV file and take it in; `taken` gives the sentence of success."""
    file = st.file_uploader(label, type=["csv"], max_upload_size=2, key=f"{key}_file")
    if file is None or not st.button(t("cycles.take_in"), key=f"{key}_take"):
        return
    with told():
        try:
            st.success(taken(file.getvalue()), icon=":material/check:")
        except RowsRefused as refused:
            st.error(
                t(refused.key, n=formats.count(int(refused.values["n"]))),
                icon=":material/error:",
            )
            draw(refused.problems)


def draw(problems: tuple[RowProblem, ...]) -> None:
    """One line a problem, as the spreadsheet counts rows."""
    folded_table.draw(
        pd.DataFrame(
            {
                t("cycles.row"): [formats.count(each.row) for each in problems],
                t("cycles.column"): [plain(each.column) for each in problems],
                t("cycles.value"): [plain(each.value) or "–" for each in problems],
                t("cycles.problem"): [t(each.reason) for each in problems],
            }
        ),
        _FIRST,
    )
