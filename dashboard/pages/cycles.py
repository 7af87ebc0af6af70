"""Cycles: opened, assigned, watched; and the register of teams and officials."""

from functools import partial

import streamlit as st

from dashboard import choice
from dashboard.accounts import here
from dashboard.accounts.principal import Principal
from dashboard.accounts.rights import Right
from dashboard.arranging import (
    assigning,
    drawing,
    followed,
    listed,
    opening,
    registering,
    wording,
)
from dashboard.arranging.row_problems import upload
from dashboard.assessments import assignment_files, assignment_lists, cycles
from dashboard.database.models.cycles import Cycle
from dashboard.formats import count
from dashboard.i18n import t

_LIST, _OPEN, _ASSIGN, _PROGRESS, _RECUSALS, _PEOPLE = _VIEWS = (
    "list",
    "open",
    "assign",
    "progress",
    "recusals",
    "people",
)
_WAYS = ("hand", "file", "draw")


def main() -> None:
    """Draw the page."""
    reader = here.enter("cycles")
    st.title(t("cycles.title"), anchor=False)
    view = choice.one(
        "view",
        t("cycles.view"),
        _VIEWS,
        words=lambda each: t(f"cycles.view_{each}"),
        style="segmented",
        memory="cycles_view",
    )
    if view == _LIST:
        listed.draw(reader)
    elif view == _OPEN:
        opening.draw(reader)
    elif view == _PEOPLE:
        registering.draw(reader)
    else:
        _of_one_cycle(reader, view)


def _of_one_cycle(reader: Principal, view: str) -> None:
    found = {each.code: each for each in cycles.every()}
    if not found:
        st.info(t("cycles.none"), icon=":material/info:")
        return
    code = choice.one(
        "cycle",
        t("cycles.cycle"),
        list(found),
        words=lambda each: wording.cycle(found[each]),
        width=320,
        memory="cycles_cycle",
    )
    if view == _ASSIGN:
        _assign(reader, found[code])
    elif view == _PROGRESS:
        followed.draw_progress(reader, found[code])
    else:
        followed.draw_recusals(reader, found[code])


def _assign(reader: Principal, cycle: Cycle) -> None:
    if cycle.state != "open":
        st.info(t(cycles.NotOpen.key, code=cycle.code), icon=":material/info:")
        return
    way = choice.one(
        "way",
        t("cycles.way"),
        _WAYS,
        words=lambda each: t(f"cycles.way_{each}"),
        style="segmented",
    )
    if way == "file":
        _by_file(reader, cycle)
        return
    desk = assignment_lists.of_cycle(reader, cycle.cycle_id)
    methods = {str(each.cycle_method_id): each for each in desk.methods}
    if not methods:
        st.info(t("cycles.all_by_ballot"), icon=":material/info:")
        return
    chosen = choice.one(
        "method",
        t("cycles.method"),
        list(methods),
        words=lambda each: wording.method(methods[each]),
        width=320,
        memory=f"cycles_method_{cycle.code}",
    )
    (assigning if way == "hand" else drawing).draw(reader, desk, methods[chosen])


def _by_file(reader: Principal, cycle: Cycle) -> None:
    st.caption(t("cycles.file_how"))
    st.download_button(
        t("cycles.download"),
        partial(_export, cycle),
        f"assignments_{cycle.code}.csv",
        "text/csv",
        on_click="ignore",
    )

    def taken(content: bytes) -> str:
        n = assignment_files.from_csv(reader, cycle.cycle_id, content)
        return t("cycles.file_taken", n=count(n))

    upload(t("cycles.file"), f"assignments_{cycle.code}", taken)


def _export(cycle: Cycle) -> bytes:
    here.note_export(f"assignments {cycle.code}", Right.MANAGE_CYCLES)
    return assignment_files.export(here.principal(), cycle.cycle_id)


main()
