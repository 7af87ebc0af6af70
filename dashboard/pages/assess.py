"""My assessments: what there is to do, one form at a time, many at once, past ones."""

import streamlit as st

from dashboard import choice, session
from dashboard.accounts import here
from dashboard.accounts.principal import Principal
from dashboard.assessments import tasks
from dashboard.assessments.subjects import said
from dashboard.assessments.tasks import Task
from dashboard.entering import form, past, table, words, worklist
from dashboard.i18n import t
from dashboard.markdown import plain

_LIST, _TABLE, _PAST = "list", "table", "past"


def main() -> None:
    """Draw the page."""
    reader = here.enter("assess")
    mine = tasks.current(reader)
    by_number = {str(task.assignment_id): task for task in mine}
    asked = session.chosen_one(worklist.ASSIGNMENT, ["", *by_number], "")
    if asked:
        task = by_number[asked]
        st.title(plain(_title(task)), anchor=False)
        form.draw(reader, task, _of_method(mine, task.cycle_method_id))
        return
    st.title(t("assess.title"), anchor=False)
    # Method and view stand side by side; what follows is the answer to both.
    bar = st.container(horizontal=True, vertical_alignment="center")
    with bar:
        view = _view()
    if view == _PAST:
        past.draw(reader)
    elif not mine:
        st.info(t("assess.none"), icon=":material/info:")
    else:
        with bar:
            task = _method(mine)
        _work(reader, task, mine, view)


def _view() -> str:
    return choice.one(
        "view",
        t("assess.view"),
        [_LIST, _TABLE, _PAST],
        words=lambda each: t(f"assess.view_{each}"),
        style="segmented",
        memory="assess_view",
    )


def _method(mine: list[Task]) -> Task:
    """A task of the method the reader looks at."""
    first = {task.cycle_method_id: task for task in reversed(mine)}
    methods = {str(number): first[number] for number in sorted(first)}
    chosen = choice.one(
        "method",
        t("assess.method"),
        list(methods),
        words=lambda number: _title(methods[number]),
        memory="assess_method",
        width=360,
    )
    return methods[chosen]


def _work(reader: Principal, task: Task, mine: list[Task], view: str) -> None:
    if view == _TABLE:
        of_method = _of_method(mine, task.cycle_method_id)
        st.caption(words.deadline(worklist.next_deadline(of_method)))
        table.draw(reader, task.cycle_method_id)
    else:
        worklist.draw(_of_method(mine, task.cycle_method_id))


def _of_method(mine: list[Task], cycle_method_id: int) -> list[Task]:
    return [task for task in mine if task.cycle_method_id == cycle_method_id]


def _title(task: Task) -> str:
    return t(
        "assess.title_of", method=said(task.rubric.names), cycle=said(task.cycle_names)
    )


main()
