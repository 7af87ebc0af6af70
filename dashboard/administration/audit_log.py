"""The audit log: newest first, of one account or action, and whether it holds."""

import streamlit as st

from dashboard import choice, formats, session_keys
from dashboard.accounts import audit, audit_list
from dashboard.accounts.principal import Principal
from dashboard.administration import audit_words
from dashboard.assessments import workdays
from dashboard.database import engine
from dashboard.database.models.audit import AuditEntry
from dashboard.i18n import t
from dashboard.polling.doing import told

_EVERY = "all"
_FIRST, _MORE, _MOST = 50, 150, 1000


def draw(reader: Principal) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        account = st.text_input(
            t("audit.account"),
            key=session_keys.AUDIT_ACCOUNT,
            help=t("audit.account_help"),
            max_chars=100,
            width=240,
        )
        action = choice.one(
            "action",
            t("audit.action"),
            [_EVERY, *audit_list.actions(reader)],
            words=_action,
            show_label=True,
            width=280,
        )
        is_doubted = st.button(t("audit.verify"), icon=":material/verified_user:")
    if is_doubted:
        _verify()
    shown = st.session_state.get(session_keys.AUDIT_SHOWN, _FIRST)
    entries = audit_list.newest(
        reader, (account or "").strip(), "" if action == _EVERY else action, shown + 1
    )
    if not entries:
        st.info(t("audit.none"), icon=":material/search_off:")
        return
    st.table(
        [_row(entry) for entry in entries[:shown]], border="horizontal", hide_index=True
    )
    is_cut = len(entries) > shown and shown < _MOST
    if is_cut and st.button(t("audit.more"), icon=":material/expand_more:"):
        st.session_state[session_keys.AUDIT_SHOWN] = min(shown + _MORE, _MOST)
        st.rerun()


def _verify() -> None:
    with told(), engine.reading() as session, st.spinner(t("audit.verifying")):
        entries = audit.verify(session)
        number, sha = audit.last(session)
        st.success(t("audit.holds", n=formats.count(entries)), icon=":material/check:")
        st.code(f"{number}:{sha}", language=None)


def _action(action: str) -> str:
    return t("audit.every") if action == _EVERY else audit_words.action(action)


def _row(entry: AuditEntry) -> dict[str, str]:
    """One entry; Markdown."""
    return {
        t("audit.entry"): formats.count(entry.entry_id),
        t("audit.at"): f"{workdays.local(entry.at):%Y-%m-%d %H:%M:%S}",
        t("audit.who"): audit_words.who(entry),
        t("audit.what"): audit_words.what(entry),
    }
