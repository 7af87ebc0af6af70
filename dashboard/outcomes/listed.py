"""Every result of a cycle that a reader may see, as a table."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from dashboard.assessments.result_views import Seen
from dashboard.assessments.subjects import said
from dashboard.downloads import harmless
from dashboard.i18n import t
from dashboard.markdown import spoken
from dashboard.outcomes import words


def draw(found: Sequence[Seen]) -> None:
    """Best total first; those without one at the end."""
    st.dataframe(
        pd.DataFrame([_row(each) for each in found]),
        hide_index=True,
        placeholder="",
        alt=t("results.all"),
        column_config={
            t("results.total"): st.column_config.NumberColumn(format="%.2f"),
            t("results.score"): st.column_config.NumberColumn(format="%.2f"),
            t("results.coverage"): st.column_config.NumberColumn(format="percent"),
        },
    )


def _row(seen: Seen) -> dict[str, object]:
    result = seen.result
    return {
        t("results.subject"): harmless(said(seen.subject.names)),
        t("results.total"): result.details["total"],
        t("results.grade"): harmless(spoken(words.grade(seen))),
        t("results.rank"): result.details["grading"]["rank"],
        t("results.score"): result.score,
        t("results.bonus"): result.bonus,
        t("results.deduction"): result.deduction,
        t("results.coverage"): result.coverage,
        t("results.decided_by"): t(f"results.short_{result.details['grading']['why']}"),
    }
