"""Which subject a scorecard shows. Its id lives in the address as ?subject=…"""

from dataclasses import dataclass

import streamlit as st

from dashboard import audience, choice, outside, session, session_keys, store
from dashboard.drawings import drawn_once
from dashboard.formats import is_missing
from dashboard.i18n import t
from dashboard.records import records

# Two pages share the name in the address but not what they remember.
_MEMORY = "department_subject"


def city() -> str | None:
    """Pick a city; None if there is none, or none that the reader may see."""
    rows = store.fetch("subject_choices", kinds=["city"])
    if rows.empty:
        is_limited = not audience.of_page().scope.is_everything
        st.info(t("scorecard.no_whole_city" if is_limited else "scorecard.no_city"))
        return None
    outside.say_if_asked(session.SUBJECT, ("city",), list(rows.subject_id))
    names = dict(zip(rows.subject_id, rows.name, strict=True))
    return choice.one(
        session.SUBJECT,
        t("scorecard.city"),
        list(names),
        words=names.__getitem__,
        width=220,
        memory="city_subject",
    )


def department() -> str | None:
    """Pick a department, as a whole or in one city; None if there is no department."""
    choices = _choices()
    if not choices:
        st.info(t("scorecard.no_department"))
        return None
    department_of = {
        subject: whole for whole, mine in choices.items() for subject in mine.subjects
    }
    outside.say_if_asked(session.SUBJECT, ("department", "organ"), department_of)
    chosen = session.chosen_one(
        session.SUBJECT, list(department_of), next(iter(department_of)), _MEMORY
    )
    whole = department_of[chosen]
    st.session_state[session_keys.DEPARTMENT] = whole
    st.session_state[session_keys.CITY_OF_DEPARTMENT] = chosen
    st.selectbox(
        t("scorecard.department"),
        list(choices),
        format_func=choice.labels(
            list(choices), lambda whole: choices[whole].name
        ).__getitem__,
        key=session_keys.DEPARTMENT,
        on_change=_keep,
        args=(session_keys.DEPARTMENT,),
        label_visibility="collapsed",
        width=240,
    )
    subjects = choices[whole].subjects
    st.selectbox(
        t("scorecard.in_city"),
        list(subjects),
        format_func=choice.labels(list(subjects), subjects.__getitem__).__getitem__,
        key=session_keys.CITY_OF_DEPARTMENT,
        on_change=_keep,
        args=(session_keys.CITY_OF_DEPARTMENT,),
        label_visibility="collapsed",
        width=160,
    )
    return chosen


@dataclass(frozen=True)
class _Department:
    """Its name, and what can be looked at: the whole, then its organs by city."""

    name: str
    subjects: dict[str, str]


@drawn_once
def _choices() -> dict[str, _Department]:
    """Departments by their subject id, in the order of the reference table.

    A reader who is limited to cities sees no whole department, only its organs there.
    """
    rows = store.fetch("subject_choices", kinds=["department", "organ"])
    rows = rows.dropna(subset=["department_name"]).sort_values(
        "department_position", kind="stable"
    )
    choices: dict[str, _Department] = {}
    for row in records(rows):
        mine = choices.setdefault(
            f"department:{row.department_id}", _Department(row.department_name, {})
        )
        mine.subjects[row.subject_id] = (
            t("scorecard.all_cities")
            if row.kind == "department"
            else str(row.name if is_missing(row.city_name) else row.city_name)
        )
    return choices


def _keep(key: str) -> None:
    session.remember(session.SUBJECT, st.session_state[key], _MEMORY)
