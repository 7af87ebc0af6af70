"""Cycles: opened, assigned, watched; and the register of teams and officials."""

from collections.abc import Callable
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
from dashboard.assessments.assignment_lists import Desk
from dashboard.database.models.cycles import Cycle, CycleMethod
from dashboard.formats import count
from dashboard.i18n import language, t

_LIST, _OPEN, _ASSIGN, _PROGRESS, _RECUSALS, _PEOPLE = _VIEWS = (
    "list",
    "open",
    "assign",
    "progress",
    "recusals",
    "people",
)
_HAND, _FILE, _DRAW = _WAYS = ("hand", "file", "draw")


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
    with st.container(horizontal=True, vertical_alignment="bottom"):
        code = choice.one(
            "cycle",
            t("cycles.cycle"),
            list(found),
            words=lambda each: wording.cycle(found[each]),
            width=240,
            memory="cycles_cycle",
        )
        way = _way() if view == _ASSIGN and found[code].state == "open" else ""
        desk, methods = _methods(reader, found[code], way)
        method = _method(code, methods) if methods else ""
    cycle = found[code]
    if view == _PROGRESS:
        followed.draw_progress(reader, cycle)
    elif view == _RECUSALS:
        followed.draw_recusals(reader, cycle)
    elif not way:
        st.info(t(cycles.NotOpen.key, code=cycle.code), icon=":material/info:")
    elif way == _FILE:
        _by_file(reader, cycle)
    elif desk is None or not method:
        st.info(t("cycles.all_by_ballot"), icon=":material/info:")
    else:
        by = assigning if way == _HAND else drawing
        by.draw(reader, desk, methods[method])


def _way() -> str:
    return choice.one(
        "way",
        t("cycles.way"),
        _WAYS,
        words=lambda each: t(f"cycles.way_{each}"),
        style="segmented",
    )


def _methods(
    reader: Principal, cycle: Cycle, way: str
) -> tuple[Desk | None, dict[str, CycleMethod]]:
    """What assigning by hand and by draw goes by; a file names its methods itself."""
    if way not in (_HAND, _DRAW):
        return None, {}
    desk = assignment_lists.of_cycle(reader, cycle.cycle_id)
    return desk, {str(each.cycle_method_id): each for each in desk.methods}


def _method(code: str, methods: dict[str, CycleMethod]) -> str:
    return choice.one(
        "method",
        t("cycles.method"),
        list(methods),
        words=lambda each: wording.method(methods[each]),
        width=280,
        memory=f"cycles_method_{code}",
    )


def _by_file(reader: Principal, cycle: Cycle) -> None:
    st.caption(t("cycles.file_how"))
    st.download_button(
        t("cycles.download"),
        # It runs outside the page, which alone knows who reads, and in which language.
        partial(_export, cycle, here.later(), language()),
        f"assignments_{cycle.code}.csv",
        "text/csv",
        on_click="ignore",
    )

    def taken(content: bytes) -> str:
        n = assignment_files.from_csv(reader, cycle.cycle_id, content)
        return t("cycles.file_taken", n=count(n))

    upload(t("cycles.file"), f"assignments_{cycle.code}", taken)


def _export(cycle: Cycle, asked: Callable[[], Principal], spoken: str) -> bytes:
    reader = asked()
    here.note_export(f"assignments {cycle.code}", Right.MANAGE_CYCLES, reader)
    return assignment_files.export(reader, cycle.cycle_id, spoken)


main()
