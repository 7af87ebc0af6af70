"""Publicity and appeals: results are published, looked at, objected to, decided."""

from collections.abc import Sequence

import streamlit as st

from dashboard import choice
from dashboard.accounts import here
from dashboard.accounts.principal import Principal
from dashboard.accounts.rights import Right, can
from dashboard.appealing import board, raising
from dashboard.assessments import publicity, result_views
from dashboard.assessments.result_views import Seen
from dashboard.assessments.subjects import said
from dashboard.database.models.cycles import Cycle
from dashboard.i18n import t
from dashboard.markdown import plain
from dashboard.outcomes import detail, listed, publishing, words


def main() -> None:
    """Draw the page."""
    reader = here.enter("results")
    st.title(t("results.title"), anchor=False)
    cycles = {str(each.cycle_id): each for each in result_views.cycles_of(reader)}
    if not cycles:
        st.info(t("results.nothing_published"), icon=":material/info:")
        return
    chosen = choice.one(
        "cycle",
        t("results.cycle"),
        list(cycles),
        words=lambda number: said(cycles[number].names),
        width=320,
    )
    cycle = cycles[chosen]
    manages = can(reader, Right.MANAGE_CYCLES)
    if manages and cycle.state == publicity.OPEN:
        publishing.draw(reader, cycle)
        return
    _published(reader, cycle)
    if manages and cycle.state == publicity.PUBLICITY:
        publishing.draw_closing(reader, cycle)


def _published(reader: Principal, cycle: Cycle) -> None:
    countdown = publicity.countdown(cycle) if cycle.state == "publicity" else None
    if countdown:
        st.markdown(words.publicity(countdown))
    elif cycle.state == publicity.CLOSED:
        st.markdown(t("results.closed"))
    if can(reader, Right.DECIDE_APPEALS):
        board.draw(reader, cycle.cycle_id)
    found = result_views.seen(reader, cycle.cycle_id)
    if not found:
        st.info(
            t("results.none_of_home" if reader.home else "results.no_home"),
            icon=":material/info:",
        )
        return
    if not can(reader, Right.APPEAL):
        st.header(t("results.all"), anchor=False)
        listed.draw(found, cycle.code)
    one = _chosen(found)
    detail.draw(one)
    if can(reader, Right.APPEAL):
        raising.draw(reader, cycle.cycle_id, one, countdown)


def _chosen(found: Sequence[Seen]) -> Seen:
    """One of them; nothing is asked where there is only one."""
    by_id = {each.subject.subject_id: each for each in found}
    if len(found) == 1:
        st.header(plain(said(found[0].subject.names)), anchor=False)
        return found[0]
    chosen = choice.one(
        "subject",
        t("results.subject"),
        list(by_id),
        words=lambda subject_id: said(by_id[subject_id].subject.names),
        width=480,
        memory="result_subject",
    )
    return by_id[chosen]


main()
