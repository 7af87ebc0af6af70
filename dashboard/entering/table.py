"""A table to fill for many: scores and comments of every subject, saved together."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
import streamlit as st

from dashboard import session_keys
from dashboard.accounts import here
from dashboard.accounts.principal import Principal
from dashboard.assessments import bulk, checks
from dashboard.assessments.bulk import Row, RowsRefused
from dashboard.assessments.judgement import ItemEntry, Judgement
from dashboard.assessments.rubric import Rubric
from dashboard.assessments.subjects import said
from dashboard.assessments.tasks import Task
from dashboard.entering import templates, words
from dashboard.formats import is_missing
from dashboard.i18n import t
from dashboard.markdown import plain
from dashboard.polling.doing import told

_SUBJECT, _COMMENT = "subject", "comment"
_SCORE_OF, _COMMENT_OF = "score:", "comment:"
_ROW, _HEAD, _TALLEST = 35, 38, 560


@dataclass(frozen=True)
class _Drawn:
    """The forms as the table shows them: saving names the revisions of then.

    Read anew at every run, a row saved elsewhere would take the place of what is being
    typed here, unseen.
    """

    rows: tuple[Task, ...]
    turn: int


def draw(reader: Principal, cycle_method_id: int) -> None:
    """The rows one can work on, the way to save them, and the template."""
    with told():
        drawn = _drawn(reader, cycle_method_id)
        if not drawn.rows:
            st.info(t("assess.table_none"), icon=":material/info:")
            return
        is_new = any(task.assessment_id is None for task in drawn.rows)
        fair = not is_new or st.checkbox(t("assess.declare_all"), key="fair_all")
        _editor(reader, cycle_method_id, drawn, fair)
        _submitting(cycle_method_id, drawn.rows)
        templates.draw(cycle_method_id, drawn.rows, fair, renew)


def renew(cycle_method_id: int) -> None:
    """Show the forms as they stand; what was typed and not saved is gone."""
    drawn = st.session_state.get(session_keys.entry_rows(cycle_method_id))
    if isinstance(drawn, _Drawn):
        st.session_state.pop(session_keys.entry_table(cycle_method_id, drawn.turn), 0)


def _drawn(reader: Principal, cycle_method_id: int) -> _Drawn:
    kept = st.session_state.get(session_keys.entry_rows(cycle_method_id))
    if isinstance(kept, _Drawn):
        if session_keys.entry_table(cycle_method_id, kept.turn) in st.session_state:
            return kept
        turn = kept.turn + 1
    else:
        turn = 0
    drawn = _Drawn(tuple(bulk.rows_of(reader, cycle_method_id)), turn)
    st.session_state[session_keys.entry_rows(cycle_method_id)] = drawn
    return drawn


def _editor(reader: Principal, cycle_method_id: int, drawn: _Drawn, fair: bool) -> None:
    rows = drawn.rows
    rubric = rows[0].rubric
    with st.form("table", border=False, enter_to_submit=False):
        st.caption(t("assess.table_help"))
        edited = st.data_editor(
            _frame(rows),
            hide_index=True,
            height=min(_HEAD + _ROW * len(rows), _TALLEST),
            disabled=[_SUBJECT],
            column_config=_columns(rubric),
            key=session_keys.entry_table(cycle_method_id, drawn.turn),
            placeholder="—",
            alt=t("assess.view_table"),
        )
        if st.form_submit_button(
            t("assess.table_save"), type="primary", icon=":material/save:"
        ):
            _save(reader, cycle_method_id, rows, edited, fair)
    st.button(
        t("assess.table_renew"),
        icon=":material/refresh:",
        type="tertiary",
        key="renew_table",
        on_click=renew,
        args=(cycle_method_id,),
    )


def _save(
    reader: Principal,
    cycle_method_id: int,
    rows: Sequence[Task],
    edited: pd.DataFrame,
    fair: bool,
) -> None:
    try:
        n = bulk.save_rows(reader, cycle_method_id, _rows(rows, edited), fair)
    except RowsRefused as refused:
        st.error(t(refused.key, **refused.values), icon=":material/error:")
        lines = [
            f"- {plain(said(rows[each.number].subject_names))} · "
            f"{words.problem(each.problem, rows[each.number].rubric)}"
            for each in refused.problems
        ]
        st.markdown("\n".join(lines))
        return
    renew(cycle_method_id)
    st.toast(t("assess.table_saved", n=str(n)), icon=":material/check:")
    st.rerun()


def _submitting(cycle_method_id: int, rows: Sequence[Task]) -> None:
    whole = [
        task
        for task in rows
        if task.assessment_id is not None and task.score is not None
    ]
    if st.button(
        t("assess.submit_all", n=str(len(whole))),
        icon=":material/send:",
        disabled=not whole,
        key="submit_all",
        help=t("assess.submit_all_help"),
    ):
        _confirm(cycle_method_id, rows, len(whole))
    left = st.session_state.pop(session_keys.NOT_SUBMITTED, None)
    if left:
        names = {task.assignment_id: task for task in rows}
        lines = [
            f"- {plain(said(names[number].subject_names))} · "
            f"{words.problem(problem, names[number].rubric)}"
            for number, problems in left.items()
            if number in names
            for problem in problems
        ]
        st.warning(
            "\n".join([t("assess.not_submitted", n=str(len(left))), "", *lines]),
            icon=":material/checklist:",
        )


def _confirm(cycle_method_id: int, rows: Sequence[Task], n: int) -> None:
    @st.dialog(t("assess.confirm_title"))
    def ask() -> None:
        st.markdown(t("assess.confirm_all", n=str(n), all=str(len(rows))))
        if st.button(t("assess.confirm_yes"), type="primary", key="confirm_all"):
            with told():
                # A dialog runs without its page: whoever had it open may be out since.
                found = bulk.submit_whole(here.principal(), cycle_method_id)
                st.session_state[session_keys.NOT_SUBMITTED] = found.left
                renew(cycle_method_id)
                st.toast(
                    t("assess.submitted_n", n=str(found.done)), icon=":material/check:"
                )
                st.rerun()

    ask()


def _frame(rows: Sequence[Task]) -> pd.DataFrame:
    items = [item.item_id for item in rows[0].rubric.items]
    frame = pd.DataFrame({_SUBJECT: [said(task.subject_names) for task in rows]})
    for item in items:
        frame[f"{_SCORE_OF}{item}"] = pd.Series(
            [task.judgement.scores.get(item) for task in rows], dtype="float64"
        )
    for item in items:
        frame[f"{_COMMENT_OF}{item}"] = [
            task.judgement.items.get(item, ItemEntry()).comment for task in rows
        ]
    frame[_COMMENT] = [task.judgement.comment for task in rows]
    return frame


def _columns(rubric: Rubric) -> dict[str, Any]:
    config = st.column_config
    shown = {
        _SUBJECT: config.TextColumn(t("assess.subject"), pinned=True, width="medium"),
        _COMMENT: config.TextColumn(
            t("assess.whole"), max_chars=checks.LONGEST_COMMENT, width="medium"
        ),
    }
    for item in rubric.items:
        name = said(item.names)
        shown[f"{_SCORE_OF}{item.item_id}"] = config.NumberColumn(
            name, min_value=0.0, max_value=100.0, format="%g", width=96
        )
        shown[f"{_COMMENT_OF}{item.item_id}"] = config.TextColumn(
            t("workbook.comment_of", item=name), max_chars=checks.LONGEST_COMMENT
        )
    return shown


def _rows(rows: Sequence[Task], edited: pd.DataFrame) -> list[Row]:
    """As the table stands; a row is numbered by its place."""
    found = []
    for number, (task, cells) in enumerate(
        zip(rows, edited.to_dict("records"), strict=True)
    ):
        items = {
            item.item_id: ItemEntry(
                _number(cells[f"{_SCORE_OF}{item.item_id}"]),
                _text(cells[f"{_COMMENT_OF}{item.item_id}"]),
            )
            for item in task.rubric.items
        }
        judgement = Judgement(items, comment=_text(cells[_COMMENT]))
        found.append(Row(number, task.assignment_id, task.revision, judgement))
    return found


def _number(cell: object) -> float | None:
    return None if is_missing(cell) else float(str(cell))


def _text(cell: object) -> str:
    return "" if is_missing(cell) else str(cell)
