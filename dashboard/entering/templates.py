"""The template: taken away as a workbook, and handed in again."""

from collections.abc import Callable, Sequence

import pandas as pd
import streamlit as st

from dashboard import session_keys
from dashboard.accounts import here
from dashboard.accounts.rights import Right
from dashboard.assessments import workbook, workbook_reading
from dashboard.assessments.subjects import said
from dashboard.assessments.tasks import Task
from dashboard.assessments.workbook_reading import SheetProblem, SheetRefused
from dashboard.failures import Failure
from dashboard.i18n import t

_MEGABYTE = 1024 * 1024
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def draw(
    cycle_method_id: int, rows: Sequence[Task], fair: bool, renew: Callable[[int], None]
) -> None:
    """Down on the left, up on the right, and what was wrong with the last one below."""
    st.subheader(t("assess.template"), anchor=False)
    st.caption(t("assess.template_help"))

    st.download_button(
        t("assess.template_down"),
        # Made with the page, so that it speaks the reader's language; small.
        data=workbook.template(list(rows), said),
        file_name=t("assess.template_name", method=said(rows[0].rubric.names)),
        mime=_XLSX,
        icon=":material/download:",
        on_click=_note,
        args=(cycle_method_id,),
        key="template_down",
    )
    turn = st.session_state.get(session_keys.TEMPLATE_ROUND, 0)
    st.file_uploader(
        t("assess.template_up"),
        type=["xlsx"],
        max_upload_size=workbook_reading.LARGEST // _MEGABYTE,
        key=session_keys.template_file(turn),
        on_change=_hand_in,
        args=(cycle_method_id, turn, fair, renew),
    )
    _said()


def _note(cycle_method_id: int) -> None:
    here.note_export(
        f"assessments of method {cycle_method_id}", Right.ASSESS, here.principal()
    )


def _hand_in(
    cycle_method_id: int, turn: int, fair: bool, renew: Callable[[int], None]
) -> None:
    file = st.session_state.get(session_keys.template_file(turn))
    if file is None:
        return
    st.session_state[session_keys.TEMPLATE_ROUND] = turn + 1
    try:
        n = workbook_reading.read(
            here.principal(), cycle_method_id, file.getvalue(), fair, said
        )
    except Failure as failure:
        st.session_state[session_keys.TEMPLATE_ANSWER] = failure
    else:
        st.session_state[session_keys.TEMPLATE_ANSWER] = n
        renew(cycle_method_id)


def _said() -> None:
    answer = st.session_state.pop(session_keys.TEMPLATE_ANSWER, None)
    if isinstance(answer, int):
        st.success(t("assess.table_saved", n=str(answer)), icon=":material/check:")
    elif isinstance(answer, SheetRefused):
        st.error(t(answer.key, **answer.values), icon=":material/error:")
        _problems(answer.problems)
    elif isinstance(answer, Failure):
        st.error(t(answer.key, **answer.values), icon=":material/error:")


def _problems(problems: Sequence[SheetProblem]) -> None:
    st.dataframe(
        pd.DataFrame(
            {
                "cell": [f"{each.column}{each.row}" for each in problems],
                "heading": [each.heading for each in problems],
                "value": [each.value for each in problems],
                "reason": [t(each.key, **each.values) for each in problems],
            }
        ),
        hide_index=True,
        alt=t("assess.template_problems"),
        column_config={
            "cell": st.column_config.TextColumn(t("assess.cell"), width="small"),
            "heading": st.column_config.TextColumn(t("assess.heading")),
            "value": st.column_config.TextColumn(t("assess.value")),
            "reason": st.column_config.TextColumn(t("assess.reason"), width="large"),
        },
    )
