"""Adding an account, or changing one that is chosen."""

import streamlit as st

from dashboard import choice, session_keys
from dashboard.accounts import directory, passwords, sessions
from dashboard.accounts.directory import Listed
from dashboard.accounts.principal import Principal
from dashboard.administration import fields, labels
from dashboard.administration.fields import Draft
from dashboard.administration.labels import Labels
from dashboard.database.columns import now
from dashboard.i18n import t
from dashboard.polling.doing import told

_NEW = "new"
_LONGEST = 100


def draw(reader: Principal) -> None:
    """The form of what is chosen, and below it what else can be done."""
    everyone = {
        str(each.account.account_id): each for each in directory.everyone(reader, now())
    }
    known = labels.load()
    with st.container(border=True):
        _show_once()
        chosen = choice.one(
            "account",
            t("accounts.which"),
            [_NEW, *everyone],
            words=lambda number: _name(everyone.get(number)),
            show_label=True,
        )
        if chosen == _NEW:
            _add(reader, known)
        else:
            _change(reader, everyone[chosen], known)


def _add(reader: Principal, known: Labels) -> None:
    # A form of another number is an empty one.
    number = st.session_state.get(session_keys.ACCOUNTS_ADDED, 0)
    form = f"new_{number}"
    with st.form(session_keys.account_field(form, "form"), border=False):
        name = st.text_input(
            t("accounts.sign_in_name"),
            key=session_keys.account_field(form, "name"),
            help=t("accounts.sign_in_name_help"),
            max_chars=_LONGEST,
        )
        draft = fields.draw(known, form)
        if not st.form_submit_button(t("accounts.add"), type="primary"):
            return
        with told():
            password = passwords.fresh()
            account = directory.add(
                reader,
                name,
                draft.role,
                display_name=draft.display_name,
                scope=draft.scope,
                home=draft.home,
                password=password,
                must_change_password=True,
            )
            st.session_state[session_keys.ACCOUNTS_ADDED] = number + 1
            _hand_over(account.sign_in_name, password)


def _change(reader: Principal, listed: Listed, known: Labels) -> None:
    account = listed.account
    # The version the fields were filled with, not the one that stands meanwhile.
    shown = st.session_state.get(session_keys.ACCOUNT_EDITED)
    if shown is None or shown[0] != account.account_id:
        shown = (account.account_id, account.revision)
        st.session_state[session_keys.ACCOUNT_EDITED] = shown
    form = f"{shown[0]}_{shown[1]}"
    with st.form(session_keys.account_field(form, "form"), border=False):
        draft = fields.draw(known, form, listed.principal)
        if st.form_submit_button(t("accounts.save"), type="primary"):
            with told():
                _save(reader, shown, draft)
    with st.container(horizontal=True):
        _offer_password(reader, listed)
        _offer_state(reader, listed)
        _offer_sign_out(reader, listed)


def _save(reader: Principal, shown: tuple[int, int], draft: Draft) -> None:
    account_id, revision = shown
    try:
        directory.change(
            reader,
            account_id,
            revision,
            display_name=draft.display_name,
            role=draft.role,
            scope=draft.scope,
            home=draft.home,
        )
    except directory.ChangedMeanwhile:
        # From now on the fields show what somebody else wrote.
        del st.session_state[session_keys.ACCOUNT_EDITED]
        raise
    st.toast(t("accounts.saved"), icon=":material/check:")
    _run_anew()


def _offer_password(reader: Principal, listed: Listed) -> None:
    account = listed.account
    # One's own is changed where the old one is asked for; a provider keeps others.
    if account.account_id == reader.account_id or account.issuer:
        return
    with st.popover(t("accounts.reset"), icon=":material/key:"):
        st.markdown(t("accounts.reset_means"))
        if st.button(t("accounts.reset_now"), key=session_keys.ACCOUNT_RESET):
            with told():
                password = passwords.fresh()
                directory.set_password(reader, account.account_id, password)
                _hand_over(account.sign_in_name, password)


def _offer_state(reader: Principal, listed: Listed) -> None:
    account = listed.account
    if account.is_disabled:
        if st.button(t("accounts.enable"), icon=":material/lock_open:"):
            with told():
                directory.enable(reader, account.account_id)
                _run_anew()
        return
    with st.popover(t("accounts.disable"), icon=":material/block:"):
        st.markdown(t("accounts.disable_means"))
        if st.button(t("accounts.disable_now"), key=session_keys.ACCOUNT_DISABLE):
            with told():
                directory.disable(reader, account.account_id)
                _run_anew()


def _offer_sign_out(reader: Principal, listed: Listed) -> None:
    if listed.sessions and st.button(t("accounts.sign_out"), icon=":material/logout:"):
        with told():
            sessions.end_everywhere(reader, listed.account.account_id)
            st.rerun()


def _hand_over(sign_in_name: str, password: str) -> None:
    st.session_state[session_keys.FRESH_PASSWORD] = (sign_in_name, password)
    _run_anew()


def _run_anew() -> None:
    """The fields are filled from what stands now, after it was changed here."""
    st.session_state.pop(session_keys.ACCOUNT_EDITED, None)
    st.rerun()


def _show_once() -> None:
    """A password just made; kept for this one run, and gone at the next click."""
    if made := st.session_state.pop(session_keys.FRESH_PASSWORD, None):
        st.info(t("accounts.shown_once"), icon=":material/key:")
        st.code("\n".join(made), language=None)


def _name(listed: Listed | None) -> str:
    if listed is None:
        return t("accounts.new")
    account = listed.account
    if account.display_name.casefold() == account.sign_in_name:
        return account.display_name
    return t(
        "accounts.both_plain", shown=account.display_name, name=account.sign_in_name
    )
