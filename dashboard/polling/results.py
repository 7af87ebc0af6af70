"""Results of a poll that has closed: the score, and each class with its n."""

import pandas as pd
import streamlit as st

from dashboard import folded_table, formats
from dashboard.accounts.principal import Principal
from dashboard.assessments import poll_report
from dashboard.assessments.ballot_result import BallotResult, ClassResult
from dashboard.assessments.polls import Offer
from dashboard.assessments.subjects import said
from dashboard.i18n import t
from dashboard.markdown import plain

_FIRST = 15


def draw(reader: Principal, offer: Offer, poll_id: int) -> None:
    """A row a subject. A class that is withheld says so in its cell."""
    found = poll_report.results(reader, poll_id)
    st.header(t("polls.results"), anchor=False)
    st.caption(
        t(
            "polls.results_by",
            from_n=formats.count(offer.rubric.trim_from),
            # Without a decimal: 5%.
            share=formats.share(offer.rubric.trim_share, 1),
        )
    )
    folded_table.draw(
        pd.DataFrame([_row(names, result) for names, result in found]), _FIRST
    )


def _row(names: dict[str, str], result: BallotResult) -> dict[str, str]:
    score = t("polls.no_score")
    if result.score is not None:
        score = f"**{formats.score(result.score)}**"
    return {
        t("polls.subject"): plain(said(names)),
        t("polls.score"): score,
        t("polls.ballots"): formats.count(result.ballots),
        **{plain(said(each.names)): _cell(each) for each in result.classes},
    }


def _cell(found: ClassResult) -> str:
    if found.mean is None or found.valid is None:
        return t("polls.withheld", n=formats.count(found.minimum_ballots))
    words = "polls.class_mean_abstained" if found.abstained else "polls.class_mean"
    return t(
        words,
        mean=formats.score(found.mean),
        n=formats.count(found.valid),
        abstained=formats.count(found.abstained or 0),
    )
