"""Which subject a scorecard shows. Its id lives in the address as ?subject=…"""

from dataclasses import dataclass

import streamlit as st

from dashboard import choice, session, session_keys, store
from dashboard.drawings import drawn_once
from dashboard.i18n import t
from dashboard.records import records

# Two pages share the name in the address but not what they remember.
_MEMORY = "department_subject"


def city() -> str | None:
    """Pick a city; None if the workspace has none."""
    rows = store.fetch("subject_choices", kinds=["city"])
    if rows.empty:
        st.info(t("scorecard.no_city"))
        return None
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
    chosen = session.chosen_one(
        session.SUBJECT, list(department_of), next(iter(choices)), _MEMORY
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
    """Departments by their subject id, in the order of the reference table."""
    rows = store.fetch("subject_choices", kinds=["department", "city", "organ"])
    cities = rows[rows.kind == "city"].set_index("city_id").short_name
    choices = {}
    for whole in records(rows[rows.kind == "department"]):
        organs = rows[
            (rows.kind == "organ") & (rows.department_id == whole.department_id)
        ]
        choices[whole.subject_id] = _Department(
            whole.name,
            {whole.subject_id: t("scorecard.all_cities")}
            | {
                organ.subject_id: str(cities.get(organ.city_id, organ.name))
                for organ in records(organs)
            },
        )
    return choices


def _keep(key: str) -> None:
    session.remember(session.SUBJECT, st.session_state[key], _MEMORY)
