"""How many of each class have voted: bars, and the same as a table."""

import streamlit as st

from dashboard import formats
from dashboard.accounts.principal import Principal
from dashboard.assessments import poll_report
from dashboard.assessments.subjects import said
from dashboard.i18n import t
from dashboard.markdown import plain


def draw(reader: Principal, poll_id: int) -> None:
    """Links made and used, class by class; never who, and nothing of what."""
    classes = poll_report.turnout(reader, poll_id)
    bars, table = st.columns(2, gap="large", vertical_alignment="center")
    with bars:
        for each in classes:
            st.progress(
                each.share,
                t(
                    "polls.turnout_of",
                    name=plain(said(each.names)),
                    share=formats.share(each.share, each.issued)
                    if each.issued
                    else t("polls.no_links"),
                ),
            )
    table.table(
        [
            {
                t("polls.class"): plain(said(each.names)),
                t("polls.weight"): formats.share(each.weight),
                t("polls.minimum"): formats.count(each.minimum_ballots),
                t("polls.issued"): formats.count(each.issued),
                t("polls.used"): formats.count(each.used),
            }
            for each in classes
        ],
        border="horizontal",
        hide_index=True,
    )
