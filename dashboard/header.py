"""The line above every page: whose data, as of when, how complete; who reads, and in
which language.
"""

from dataclasses import replace
from typing import Any

import streamlit as st

from dashboard import choice, edition_view, formats, session, store
from dashboard.accounts import here
from dashboard.accounts.principal import Principal, Role
from dashboard.door import leave
from dashboard.failures import Failure
from dashboard.i18n import LOCALES, t
from dashboard.markdown import plain

# A language is named in itself, so that whoever looks for it can read it.
_NAMES = {"zh": "中", "en": "EN"}


def draw(
    reader: Principal, *, has_sign_in: bool, publication: Any | None = None
) -> None:
    """Show the line; what is on its right stays even when nothing can be read.

    publication: the answer to that question, where it has been asked already.
    """
    with st.container(
        horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"
    ):
        try:
            words, failure = _words(publication or _asked(reader)), None
        except Failure as problem:
            words, failure = t("frame.product"), problem
        st.caption(words, width="content")
        with st.container(
            horizontal=True, vertical_alignment="center", width="content", gap="xsmall"
        ):
            if has_sign_in:
                _draw_reader(reader)
            choice.one(
                session.LANGUAGE,
                t("frame.language"),
                list(LOCALES),
                default=session.language(),
                words=_NAMES.__getitem__,
                style="segmented",
            )
    if failure:
        raise failure


def _draw_reader(reader: Principal) -> None:
    if reader.role == Role.PUBLIC:
        st.button(
            t("frame.sign_in"),
            icon=":material/login:",
            type="tertiary",
            on_click=leave.to_sign_in,
        )
        return
    role = t(f"role.{reader.role}")
    with st.popover(
        plain(reader.name), icon=":material/person:", type="tertiary", width="content"
    ):
        st.caption(f"**{plain(reader.name)}** · {role}")
        if not reader.scope.is_everything:
            st.caption(t("frame.is_limited"))
        st.button(
            t("frame.account"),
            icon=":material/key:",
            type="tertiary",
            on_click=leave.to,
            args=("password",),
        )
        st.button(
            t("frame.sign_out"),
            icon=":material/logout:",
            type="tertiary",
            on_click=leave.to,
            args=("sign-out",),
        )


def _asked(reader: Principal) -> Any:
    seen = replace(here.sight(reader), edition=edition_view.shown())
    (row,) = store.rows_for(seen, "publication")
    return row


def _words(row: Any) -> str:
    parts = [
        f"**{t('frame.product')} · {plain(row.workspace_name)}**",
        t("frame.as_of", date=formats.day(row.as_of)),
    ]
    if row.completeness == row.completeness:  # NaN: nothing was read yet
        parts.append(t("frame.completeness", share=formats.share(row.completeness)))
    return " · ".join(parts)
