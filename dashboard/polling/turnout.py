"""How many of each class have voted: bars, and the same as a table."""

import streamlit as st

from dashboard import formats
from dashboard.accounts.principal import Principal
from dashboard.assessments import poll_report
from dashboard.assessments.poll_report import ClassTurnout
from dashboard.assessments.subjects import said
from dashboard.i18n import t
from dashboard.markdown import plain


def draw(reader: Principal, poll_id: int) -> None:
    """Links made and used, class by class; never who, and nothing of what."""
    classes = poll_report.turnout(reader, poll_id)
    bars, table = st.columns(2, gap="large", vertical_alignment="center")
    for each in classes:
        bars.progress(each.share, _words(each))
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


def _words(of_class: ClassTurnout) -> str:
    name = plain(said(of_class.names))
    if not of_class.issued:
        return t("polls.no_links", name=name)
    share = formats.share(of_class.share, of_class.issued)
    return t("polls.turnout_of", name=name, share=share)
