"""The register of teams and officials: one by hand, many from a file."""

from collections.abc import Callable
from functools import partial
from typing import get_args

import pandas as pd
import streamlit as st

from dashboard import choice, folded_table, formats
from dashboard.accounts import here
from dashboard.accounts.principal import Principal
from dashboard.accounts.rights import Right
from dashboard.arranging import row_problems
from dashboard.assessments import homes, people, people_files, subjects
from dashboard.assessments.people import OfficialDraft, TeamDraft, Unfit
from dashboard.assessments.people_files import Kind
from dashboard.assessments.subjects import said
from dashboard.database.models.people import Official, Team
from dashboard.downloads import csv_bytes
from dashboard.i18n import t
from dashboard.markdown import plain
from dashboard.polling.doing import told

_KINDS: tuple[Kind, ...] = get_args(Kind)
_FIRST = 15


def draw(reader: Principal) -> None:
    """Draw the list of a kind, and what adds to it."""
    st.caption(t("cycles.register_how"))
    found = choice.one(
        "people",
        t("cycles.about_whom"),
        _KINDS,
        words=lambda each: t(f"cycles.kind_{each}"),
        style="segmented",
    )
    kind = _KINDS[_KINDS.index(found)]  # type: ignore[arg-type]
    units = {each.subject_id: each for each in subjects.published().values()}
    names = {key: said(unit.names) for key, unit in units.items()}
    standing = people.teams(reader) if kind == "team" else people.officials(reader)
    _list(kind, standing, names)
    with st.expander(t(f"cycles.add_{kind}")):
        _form(reader, kind, len(standing), names)
    with st.expander(t("cycles.from_file")):
        _files(reader, kind)
    if standing:
        with st.expander(t("cycles.retire")):
            _retire(reader, standing)


def _list(
    kind: Kind, found: list[Team] | list[Official], names: dict[str, str]
) -> None:
    if not found:
        st.info(t(f"cycles.no_{kind}"), icon=":material/info:")
        return
    folded_table.draw(pd.DataFrame([_row(each, names) for each in found]), _FIRST)


def _row(one: Team | Official, names: dict[str, str]) -> dict[str, str]:
    state = t("cycles.active" if one.is_active else "cycles.retired")
    if isinstance(one, Team):
        return {
            t("cycles.id"): plain(one.team_id),
            t("cycles.name"): plain(said(one.names)),
            t("cycles.leads"): plain(names.get(one.leads, one.leads)),
            t("cycles.state"): state,
        }
    return {
        t("cycles.id"): plain(one.official_id),
        t("cycles.name"): plain(said(one.names)),
        t("cycles.standing"): t(f"cycles.standing_{one.standing}"),
        t("cycles.position"): plain(said(one.position)),
        t("cycles.works_at"): plain(names.get(one.works_at, one.works_at)),
        t("cycles.state"): state,
    }


def _form(reader: Principal, kind: Kind, entered: int, names: dict[str, str]) -> None:
    # Its key changes with every entry, so that each form begins empty.
    with st.form(f"person_{kind}_{entered}", border=False):
        left, right = st.columns(2)
        key = left.text_input(t("cycles.id"), max_chars=40, help=t("cycles.id_help"))
        unit = right.selectbox(
            t("cycles.leads" if kind == "team" else "cycles.works_at"),
            list(names),
            index=None,
            placeholder=t("cycles.choose"),
            format_func=names.__getitem__,
        )
        zh = left.text_input(t("cycles.name_zh"), max_chars=100)
        en = right.text_input(t("cycles.name_en"), max_chars=100)
        official = _of_official(reader, key, unit) if kind == "official" else None
        if not st.form_submit_button(t("cycles.add"), type="primary"):
            return
        told_names = {"zh": zh.strip(), "en": en.strip()}
        with told():
            try:
                if official is None:
                    draft = TeamDraft(key.strip(), told_names, unit or "")
                    people.add_team(reader, draft)
                else:
                    people.add_official(
                        reader,
                        OfficialDraft(key.strip(), told_names, *official),
                    )
            except Unfit as unfit:
                st.error(t(unfit.key), icon=":material/error:")
                for field, reason in unfit.problems:
                    st.markdown(f"- {t(f'cycles.field_{field}')}: {t(reason)}")
                return
            st.rerun()


def _of_official(
    reader: Principal, key: str, unit: str | None
) -> tuple[str, str, dict[str, str], str | None]:
    """Standing, unit, position and team: the fields a team does not have."""
    left, right = st.columns(2)
    standing = left.selectbox(
        t("cycles.standing"),
        people.STANDINGS,
        format_func={
            each: t(f"cycles.standing_{each}") for each in people.STANDINGS
        }.__getitem__,
    )
    teams = {each.team_id: said(each.names) for each in people.teams(reader)}
    team_id = right.selectbox(
        t("cycles.team"),
        list(teams),
        index=None,
        placeholder=t("cycles.choose"),
        format_func=teams.__getitem__,
    )
    zh = left.text_input(t("cycles.position_zh"), max_chars=100)
    en = right.text_input(t("cycles.position_en"), max_chars=100)
    return standing, unit or "", {"zh": zh.strip(), "en": en.strip()}, team_id


def _files(reader: Principal, kind: Kind) -> None:
    with st.container(horizontal=True):
        st.download_button(
            t("cycles.template"),
            csv_bytes(list(people_files.COLUMNS[kind]), []),
            f"{kind}s_template.csv",
            "text/csv",
            on_click="ignore",
        )
        st.download_button(
            t("cycles.download"),
            # It runs outside the page, which alone knows who reads.
            partial(_export, kind, here.later()),
            f"{kind}s.csv",
            "text/csv",
            on_click="ignore",
        )

    def taken(content: bytes) -> str:
        done = people_files.load(reader, kind, content)
        return t(
            "cycles.people_taken",
            added=formats.count(done.added),
            changed=formats.count(done.changed),
        )

    row_problems.upload(t("cycles.people_file"), f"people_{kind}", taken)


def _export(kind: Kind, asked: Callable[[], Principal]) -> bytes:
    reader = asked()
    here.note_export(f"{kind}s", Right.MANAGE_CYCLES, reader)
    return people_files.export(reader, kind)


def _retire(reader: Principal, found: list[Team] | list[Official]) -> None:
    known = {
        f"{homes.TEAM}{each.team_id}"
        if isinstance(each, Team)
        else f"{homes.OFFICIAL}{each.official_id}": each
        for each in found
    }
    chosen = st.selectbox(
        t("cycles.whom"),
        list(known),
        index=None,
        placeholder=t("cycles.choose"),
        format_func={key: said(each.names) for key, each in known.items()}.__getitem__,
    )
    if chosen is None:
        return
    is_active = known[chosen].is_active
    if st.button(t("cycles.retire_one" if is_active else "cycles.take_back_one")):
        with told():
            people.set_active(reader, chosen, not is_active)
            st.rerun()
