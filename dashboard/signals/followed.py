"""What was said of a signal, and the means to say more."""

import streamlit as st

from dashboard import formats, session_keys
from dashboard.accounts.principal import Principal
from dashboard.i18n import t
from dashboard.markdown import plain
from dashboard.polling.doing import told
from dashboard.signals import handling, standing
from dashboard.signals.handling import LONGEST_NOTE
from dashboard.signals.standing import Said, Standing
from dashboard.signals.transitions import WITH_NOTE, Event, State, steps_from

_COLOURS = {
    State.OPEN: "orange",
    State.ACKNOWLEDGED: "blue",
    State.EXPLAINED: "blue",
    State.CLOSED: "gray",
}


def draw(reader: Principal, signal_id: str, unit: str, stands: Standing) -> None:
    """Draw the state, the steps a leader may take, and what was said before."""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(t("signal.followed"))
        st.badge(state(stands), color=_COLOURS[stands.state])  # type: ignore[arg-type]
    if handling.can_handle(reader):
        _steps(reader, signal_id, stands)
    for said in standing.history(stands.case_id):
        _said(said, unit)


def state(stands: Standing) -> str:
    """待处理, 再次出现, 已知悉 …"""
    return t("signal.state_again" if stands.again else f"signal.state_{stands.state}")


def _steps(reader: Principal, signal_id: str, stands: Standing) -> None:
    steps = steps_from(stands.state)
    key = session_keys.signal_step(signal_id, stands.revision)
    with st.form(key, border=False):
        note = ""
        if any(step in WITH_NOTE for step in steps):
            note = st.text_area(
                t("signal.note"),
                key=session_keys.signal_step(signal_id, stands.revision, "note"),
                max_chars=LONGEST_NOTE,
                height=80,
                placeholder=t("signal.note_what"),
            )
        with st.container(horizontal=True):
            pressed = [
                step
                for step in steps
                if st.form_submit_button(
                    t(f"signal.do_{step}"),
                    type="primary" if step == steps[0] else "secondary",
                )
            ]
    with told():
        for step in pressed:
            handling.take(reader, signal_id, Event(step), stands.revision, note)
            st.rerun()


def _said(said: Said, unit: str) -> None:
    who = plain(said.who) or t("signal.by_itself")
    what = t(
        f"signal.did_{said.event}",
        who=who,
        day=formats.day(said.at),
        month=formats.period("month", said.period),
        value=formats.figure(unit, said.value),
        expected=formats.figure(unit, said.expected),
    )
    note = f"  \n{plain(said.note)}" if said.note else ""
    st.markdown(f":gray[:small[{what}]]{note}")
