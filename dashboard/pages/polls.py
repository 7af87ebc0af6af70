"""Democratic reviews: open one, hand out links, see the turnout, close, see results."""

import streamlit as st

from dashboard import choice
from dashboard.accounts import here
from dashboard.accounts.principal import Principal
from dashboard.assessments import polls, workdays
from dashboard.assessments.polls import Offer
from dashboard.assessments.subjects import said
from dashboard.i18n import t
from dashboard.polling import closing, links, opening, results, turnout


def main() -> None:
    """Draw the page."""
    reader = here.enter("polls")
    st.title(t("polls.title"), anchor=False)
    polls.close_due()
    offers = {str(offer.cycle_method_id): offer for offer in polls.offered(reader)}
    if not offers:
        st.info(t("polls.none"), icon=":material/info:")
        return
    chosen = choice.one(
        "review",
        t("polls.which"),
        list(offers),
        words=lambda number: _name(offers[number]),
        width=480,
    )
    _draw(reader, offers[chosen])


def _draw(reader: Principal, offer: Offer) -> None:
    if offer.poll_id is None or offer.closes_at is None:
        opening.draw(reader, offer)
        return
    if offer.is_closed:
        st.caption(t("polls.is_closed"))
        turnout.draw(reader, offer.poll_id)
        results.draw(reader, offer, offer.poll_id)
        return
    st.caption(
        t("polls.is_open", until=f"{workdays.local(offer.closes_at):%Y-%m-%d %H:%M}")
    )
    turnout.draw(reader, offer.poll_id)
    st.header(t("polls.links"), anchor=False)
    links.draw(reader, offer, offer.poll_id)
    closing.draw(reader, offer.poll_id)


def _name(offer: Offer) -> str:
    return t(
        "polls.name_of",
        cycle=said(offer.cycle_names),
        rubric=said(offer.rubric.names),
        kind=t(f"polls.kind_{offer.subject_kind}"),
    )


main()
