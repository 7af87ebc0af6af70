"""All accounts as a table, with a field to find some of them."""

import pandas as pd
import streamlit as st

from dashboard import folded_table, formats, session_keys
from dashboard.accounts import directory, names
from dashboard.accounts.directory import Listed
from dashboard.accounts.principal import Principal
from dashboard.administration import labels
from dashboard.assessments import workdays
from dashboard.database.columns import now
from dashboard.i18n import t, tn
from dashboard.markdown import plain

_FIRST = 20


def draw(reader: Principal) -> None:
    everyone = directory.everyone(reader, now())
    with st.container(
        horizontal=True,
        horizontal_alignment="distribute",
        vertical_alignment="bottom",
    ):
        sought = st.text_input(
            t("accounts.find"),
            key=session_keys.ACCOUNT_SOUGHT,
            placeholder=t("accounts.find"),
            icon=":material/search:",
            label_visibility="collapsed",
            max_chars=100,
            width=260,
        )
        st.caption(
            tn("accounts.how_many", len(everyone), n=formats.count(len(everyone))),
            width="content",
        )
    found = [each for each in everyone if _is_meant(each, sought or "")]
    if not found:
        st.info(t("accounts.none_found"), icon=":material/search_off:")
        return
    known = labels.load(short=True)
    folded_table.draw(
        pd.DataFrame([_row(each, known) for each in found], dtype=object), _FIRST
    )


def _is_meant(listed: Listed, sought: str) -> bool:
    wanted = names.normal(sought) or sought.casefold().strip()
    account = listed.account
    return any(
        wanted in where.casefold()
        for where in (account.sign_in_name, account.display_name)
    )


def _row(listed: Listed, known: labels.Labels) -> dict[str, str]:
    """One account; Markdown."""
    account, principal = listed.account, listed.principal
    return {
        t("accounts.name"): t(
            "accounts.both_names",
            shown=plain(account.display_name),
            name=plain(account.sign_in_name),
        ),
        t("accounts.role"): t(f"role.{principal.role}"),
        t("accounts.limits"): plain(known.limits(principal.scope)),
        t("accounts.home"): plain(known.home(principal.home)),
        t("accounts.state"): _state(listed),
    }


def _state(listed: Listed) -> str:
    account = listed.account
    if account.is_disabled:
        return f":orange-badge[{t('accounts.disabled')}]"
    if listed.sessions:
        return t("accounts.signed_in", n=formats.count(listed.sessions))
    if account.password_hash is None and not account.issuer:
        return t("accounts.without_password")
    if account.must_change_password:
        return t("accounts.must_change")
    if account.last_sign_in_at is None:
        return t("accounts.never")
    return t(
        "accounts.last_sign_in",
        at=f"{workdays.local(account.last_sign_in_at):%Y-%m-%d %H:%M}",
    )
