"""Accounts: who may sign in and do what, and the log of what was done."""

import streamlit as st

from dashboard import choice
from dashboard.accounts import here, rights
from dashboard.accounts.rights import Right
from dashboard.administration import account_list, audit_log, editing
from dashboard.i18n import t

_ACCOUNTS, _AUDIT = "accounts", "audit"


def main() -> None:
    """Draw the page."""
    reader = here.enter("accounts")
    views = [_ACCOUNTS, _AUDIT] if rights.can(reader, Right.READ_AUDIT) else [_ACCOUNTS]
    with st.container(
        horizontal=True,
        horizontal_alignment="distribute",
        vertical_alignment="bottom",
    ):
        st.title(t("accounts.title"), anchor=False, width="content")
        view = choice.one(
            "view",
            t("accounts.view"),
            views,
            words=lambda view: t(f"accounts.view_{view}"),
            style="segmented",
            memory="accounts_view",
        )
    if view == _AUDIT:
        audit_log.draw(reader)
        return
    listed, edited = st.columns([3, 2], gap="medium")
    # First what may change something, so that the list beside it is already right.
    with edited:
        editing.draw(reader)
    with listed:
        account_list.draw(reader)


main()
