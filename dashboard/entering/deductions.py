"""Daily supervision: events that take points off, listed, added and taken out."""

from dataclasses import replace

import streamlit as st

from dashboard import choice, formats
from dashboard.accounts.principal import Principal
from dashboard.assessments import checks
from dashboard.assessments.checks import Problem
from dashboard.assessments.forms import Form
from dashboard.assessments.judgement import DeductionEntry, Judgement
from dashboard.assessments.rubric import Rubric
from dashboard.entering import proofs, words
from dashboard.entering.saving import Open, keep
from dashboard.i18n import t
from dashboard.markdown import plain

_RULE, _DAY, _POINTS, _NOTE = "new_rule", "new_day", "new_points", "new_note"


def draw(reader: Principal, form: Form, window: Open) -> None:
    """What was found so far, and a way to add to it."""
    st.subheader(t("assess.deductions"), anchor=False)
    if not window.deductions:
        st.caption(t("assess.no_deductions"))
    rules = {rule.rule_id: rule for rule in form.rubric.rules}
    for row, found in enumerate(window.deductions):
        with (
            st.container(border=True),
            st.container(horizontal=True, vertical_alignment="center"),
        ):
            st.markdown(
                t(
                    "assess.deduction",
                    rule=plain(words.place(found.rule_id, form.rubric)),
                    day=formats.day(found.happened_on),
                    points=f"{found.points:g}",
                    note=plain(found.note),
                )
            )
            rule = rules.get(found.rule_id)
            is_due = rule is not None and rule.evidence == "required"
            if _is_first(window, row):
                with st.container(width=200):
                    proofs.draw(reader, form, found.rule_id, is_due=is_due)
            st.button(
                t("assess.deduction_out"),
                icon=":material/delete:",
                type="tertiary",
                key=window.key("deduction_out", str(row)),
                on_click=_take_out,
                args=(window, row),
            )
    _adding(form, window)


def _is_first(window: Open, row: int) -> bool:
    """Evidence belongs to a rule: shown once, at the first event of it."""
    rule = window.deductions[row].rule_id
    return all(each.rule_id != rule for each in window.deductions[:row])


def _adding(form: Form, window: Open) -> None:
    rules = {rule.rule_id: rule for rule in form.rubric.rules}
    said = choice.labels(list(rules), lambda each: _rule(form.rubric, each))
    last = form.period.last

    def suggest() -> None:
        chosen = st.session_state[window.key(_RULE)]
        st.session_state[window.key(_POINTS)] = float(rules[chosen].points)

    with st.container(border=True, key="new_deduction"):
        st.markdown(t("assess.deduction_new"))
        rule, day, points = st.columns([5, 2, 2])
        rule.selectbox(
            t("assess.rule"),
            list(rules),
            format_func=said.__getitem__,
            key=window.key(_RULE),
            on_change=suggest,
        )
        day.date_input(
            t("assess.day"),
            value=max(form.period.first, last),
            min_value=form.period.first,
            max_value=max(form.period.first, last),
            format="YYYY-MM-DD",
            key=window.key(_DAY),
        )
        if window.key(_POINTS) not in st.session_state:
            suggest()
        points.number_input(
            t("assess.points"),
            min_value=0.0,
            max_value=100.0,
            step=0.5,
            format="%g",
            key=window.key(_POINTS),
        )
        st.text_input(
            t("assess.note"),
            max_chars=checks.LONGEST_COMMENT,
            key=window.key(_NOTE),
            placeholder=t("assess.note_help"),
        )
        st.button(
            t("assess.deduction_add"),
            icon=":material/add:",
            key=window.key("add_deduction"),
            on_click=_add,
            args=(form, window),
        )


def _rule(rubric: Rubric, rule_id: str) -> str:
    points = next(each.points for each in rubric.rules if each.rule_id == rule_id)
    return t("assess.rule_of", rule=words.place(rule_id, rubric), points=f"{points:g}")


def _add(form: Form, window: Open) -> None:
    new = DeductionEntry(
        st.session_state[window.key(_RULE)],
        st.session_state[window.key(_DAY)],
        st.session_state[window.key(_POINTS)] or 0.0,
        st.session_state[window.key(_NOTE)] or "",
    )
    wrong = checks.of_draft(form.rubric, Judgement(deductions=(new,)), form.period)
    if not new.note.strip():
        wrong.append(Problem("checks.note_missing", new.rule_id, "note"))
    if wrong:
        window.problems = tuple(replace(each, row=None) for each in wrong)
        return
    window.deductions = (*window.deductions, new)
    keep(window)
    st.session_state[window.key(_NOTE)] = ""


def _take_out(window: Open, row: int) -> None:
    window.deductions = window.deductions[:row] + window.deductions[row + 1 :]
    keep(window)
