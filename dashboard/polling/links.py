"""Ballot links on the page: made for a list, shown once, and withdrawn."""

from urllib.parse import urlsplit

import streamlit as st

from dashboard import formats, session_keys
from dashboard.accounts.principal import Principal
from dashboard.assessments import ballot_links, link_sheets, voter_lists
from dashboard.assessments.ballot_links import NewLink
from dashboard.assessments.polls import Offer
from dashboard.assessments.subjects import said
from dashboard.i18n import t, tn
from dashboard.markdown import plain
from dashboard.polling.doing import told

_WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# In megabytes; a list of five thousand names is far smaller.
_LARGEST_FILE = 1


def draw(reader: Principal, offer: Offer, poll_id: int) -> None:
    """The links just made, if any; else the form that makes some."""
    made = st.session_state.get(session_keys.NEW_LINKS)
    if made is not None and made[0] == poll_id:
        _show_once(*made[1:])
    else:
        _draw_form(reader, offer, poll_id)
    with st.expander(t("polls.withdraw_title"), key="withdraw_links"):
        _draw_withdrawal(reader, offer, poll_id)


def _draw_form(reader: Principal, offer: Offer, poll_id: int) -> None:
    names = {each.class_id: said(each.names) for each in offer.rubric.classes}
    with st.form("make_links", enter_to_submit=False):
        class_id = st.selectbox(
            t("polls.for_class"), list(names), format_func=names.__getitem__, width=320
        )
        typed = st.text_area(
            t("polls.names"),
            height=140,
            placeholder=t("polls.names_example"),
            help=t("polls.names_help"),
        )
        file = st.file_uploader(
            t("polls.names_file"), type="csv", max_upload_size=_LARGEST_FILE
        )
        base = st.text_input(t("polls.base"), _base(), help=t("polls.base_help"))
        if not st.form_submit_button(t("polls.make"), type="primary"):
            return
        with told():
            people = (
                voter_lists.from_csv(file.getvalue())
                if file and not typed.strip()
                else voter_lists.from_text(typed)
            )
            ballot_links.check_base(base)
            links = ballot_links.make(reader, poll_id, class_id, people)
            made = (poll_id, names[class_id], base, links)
            st.session_state[session_keys.NEW_LINKS] = made
            st.rerun()


def _show_once(voter_class: str, base: str, links: list[NewLink]) -> None:
    titles = (t("polls.name"), t("polls.class"), t("polls.link"))
    with st.container(border=True):
        st.markdown(
            tn(
                "polls.made",
                len(links),
                n=formats.count(len(links)),
                voters=plain(voter_class),
            )
        )
        st.warning(t("polls.shown_once"), icon=":material/key:")
        with st.container(horizontal=True):
            # Without a rerun: the links must not go before they are saved.
            st.download_button(
                t("polls.as_xlsx"),
                link_sheets.xlsx_sheet(links, base, voter_class, titles),
                "ballot-links.xlsx",
                _WORKBOOK,
                on_click="ignore",
                icon=":material/download:",
                type="primary",
            )
            st.download_button(
                t("polls.as_csv"),
                link_sheets.csv_sheet(links, base, voter_class, titles),
                "ballot-links.csv",
                "text/csv",
                on_click="ignore",
                icon=":material/download:",
            )
        with st.expander(t("polls.show_links"), key="show_links"):
            st.dataframe(
                {
                    titles[0]: [each.issued_to for each in links],
                    titles[2]: [each.address(base) for each in links],
                },
                hide_index=True,
            )
        st.button(t("polls.saved"), on_click=_forget)


def _forget() -> None:
    st.session_state.pop(session_keys.NEW_LINKS, None)


def _draw_withdrawal(reader: Principal, offer: Offer, poll_id: int) -> None:
    names = {each.class_id: said(each.names) for each in offer.rubric.classes}
    class_id = st.selectbox(
        t("polls.class"),
        list(names),
        format_func=names.__getitem__,
        key="withdraw_class",
        width=320,
    )
    chosen = st.multiselect(
        t("polls.unused"),
        ballot_links.unused(reader, poll_id, class_id),
        placeholder=t("polls.unused_hint"),
        # Another class has other names.
        key=f"withdraw_{class_id}",
    )
    if st.button(t("polls.withdraw"), disabled=not chosen):
        with told():
            ballot_links.withdraw(reader, poll_id, class_id, chosen)
            st.rerun()


def _base() -> str:
    """Where the dashboard is, as the administrator's browser sees it."""
    address = urlsplit(st.context.url or "")
    folder = address.path.rpartition("/")[0]
    return f"{address.scheme}://{address.netloc}{folder}/" if address.netloc else ""
