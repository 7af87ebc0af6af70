"""One form: rubric and fields, what is missing, the total as one goes, submission."""

from collections.abc import Sequence

import streamlit as st

from dashboard.accounts import here
from dashboard.accounts.principal import Principal
from dashboard.assessments import checks, entry, forms, scoring, workdays
from dashboard.assessments.checks import Problem
from dashboard.assessments.forms import Form
from dashboard.assessments.subjects import said
from dashboard.assessments.tasks import Task
from dashboard.assessments.transitions import OPEN_STATES, State
from dashboard.entering import (
    both_versions,
    declaration,
    deductions,
    items,
    record,
    saving,
    words,
    worklist,
)
from dashboard.entering.saving import WHOLE, Open
from dashboard.i18n import t
from dashboard.markdown import plain
from dashboard.polling.doing import told


def draw(reader: Principal, task: Task, tasks: Sequence[Task]) -> None:
    """The form of a task: the declaration first, fields while open, else the record."""
    _way(task, tasks)
    if task.assessment_id is None:
        declaration.draw(reader, task)
        return
    form = forms.read(reader, task.assessment_id)
    _heading(form)
    if form.state in OPEN_STATES and task.can_enter:
        _fields(reader, form, saving.opened(form))
        declaration.step_aside(reader, form.assignment_id)
    else:
        record.draw(reader, form, task)


def _way(task: Task, tasks: Sequence[Task]) -> None:
    """Back to the list, and on to the neighbours, without leaving the keyboard."""
    place = [each.assignment_id for each in tasks].index(task.assignment_id)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(
            t("assess.back"),
            icon=":material/arrow_back:",
            type="tertiary",
            key="back",
            on_click=worklist.go_to,
            args=(None,),
        )
        for name, other in (("before", place - 1), ("after", place + 1)):
            st.button(
                t(f"assess.{name}"),
                type="tertiary",
                key=name,
                disabled=not 0 <= other < len(tasks),
                on_click=worklist.go_to,
                args=(tasks[other % len(tasks)].assignment_id,),
            )
        st.caption(
            t("assess.place", n=str(place + 1), all=str(len(tasks))), width="content"
        )


def _heading(form: Form) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.subheader(plain(said(form.subject_names)), anchor=False, width="content")
        st.badge(words.state(form.state), color=words.colour(form.state))
        st.caption(words.deadline(form.ends_on), width="content")
    if form.state in OPEN_STATES and form.reason:
        key = "returned" if form.state == State.RETURNED else "withdrawn"
        st.warning(
            t(f"assess.{key}_because", reason=plain(form.reason)),
            icon=":material/reply:",
        )
    elif form.rubric.note:
        st.caption(plain(said(form.rubric.note)))


def _fields(reader: Principal, form: Form, window: Open) -> None:
    versions = st.container()
    if form.rubric.kind == "deductions":
        deductions.draw(reader, form, window)
    else:
        items.draw(reader, form, window)
    st.text_area(
        t("assess.whole"),
        window.begun.comment,
        help=t("assess.whole_help"),
        max_chars=checks.LONGEST_COMMENT,
        height=90,
        key=window.key(WHOLE),
        on_change=saving.saver(window),
    )
    saving.compare(window, form)
    if window.stale:
        with versions:
            both_versions.draw(window, window.stale)
    _problems(form, window)
    with st.bottom:
        _bar(form, window)


def _problems(form: Form, window: Open) -> None:
    """What cannot be kept; and, once a submission was tried, what is missing."""
    if window.refusal:
        st.error(
            t(window.refusal.key, **window.refusal.values), icon=":material/error:"
        )
    found = list(window.problems)
    if window.has_tried and not found:
        found = checks.of_whole(
            form.rubric, window.judgement(), form.period, form.proved
        )
    if found:
        st.warning(_listed(form, found), icon=":material/checklist:")


def _listed(form: Form, problems: Sequence[Problem]) -> str:
    lines = [f"- {words.problem(each, form.rubric)}" for each in problems]
    return "\n".join([t("assess.missing", n=str(len(problems))), "", *lines])


def _bar(form: Form, window: Open) -> None:
    """Always in sight: the total so far, that it is saved, and the way to submit."""
    judgement = window.judgement()
    total = scoring.score_of(form.rubric, judgement.scores, judgement.points)
    parts = [t("assess.total_now", score=words.score(total))]
    if form.rubric.items:
        done, wanted = scoring.progress(form.rubric, judgement.scores)
        parts.append(t("assess.scored", n=str(done), all=str(wanted)))
    is_kept = not (window.stale or window.problems or window.refusal)
    parts.append(
        t("assess.saved_at", at=f"{workdays.local(window.saved_at):%H:%M}")
        if is_kept
        else f":orange[{t('assess.not_saved')}]"
    )
    with st.container(
        horizontal=True,
        vertical_alignment="center",
        horizontal_alignment="distribute",
    ):
        st.markdown(" · ".join(parts), width="content")
        if st.button(
            t("assess.submit"),
            type="primary",
            icon=":material/send:",
            key="submit",
            disabled=not is_kept,
        ):
            _try(form, window)


def _try(form: Form, window: Open) -> None:
    window.has_tried = True
    missing = checks.of_whole(form.rubric, window.judgement(), form.period, form.proved)
    if missing:
        _tell(form, missing)
    else:
        _confirm(form, window)


def _tell(form: Form, missing: Sequence[Problem]) -> None:
    """Here at once; and in the page, while it is being mended."""

    @st.dialog(t("assess.not_yet"), width="medium", on_dismiss="rerun")
    def tell() -> None:
        st.markdown(_listed(form, missing))

    tell()


def _confirm(form: Form, window: Open) -> None:
    @st.dialog(t("assess.confirm_title"))
    def ask() -> None:
        judgement = window.judgement()
        score = scoring.score_of(form.rubric, judgement.scores, judgement.points)
        st.markdown(
            t(
                "assess.confirm",
                subject=plain(said(form.subject_names)),
                score=words.score(score),
            )
        )
        if st.button(t("assess.confirm_yes"), type="primary", key="confirm"):
            _submit(form, window)

    ask()


def _submit(form: Form, window: Open) -> None:
    with told():
        try:
            # A dialog runs without its page: whoever had it open may be out since.
            reader = here.principal()
            entry.submit(reader, form.assessment_id, window.revision)
        except entry.Stale as stale:
            window.stale = entry.Stale(window.judgement(), stale.theirs)
            st.rerun()
        except entry.Incomplete:
            st.rerun()
        saving.forget(form.assessment_id)
        st.toast(t("assess.submitted"), icon=":material/check:")
        st.rerun()
