"""Every result of a cycle that a reader may see, as a table."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from dashboard import exports
from dashboard.accounts.rights import Right
from dashboard.assessments.result_views import Seen
from dashboard.assessments.subjects import said
from dashboard.downloads import csv_bytes, harmless
from dashboard.i18n import t
from dashboard.markdown import spoken
from dashboard.outcomes import words


def draw(found: Sequence[Seen], cycle_code: str) -> None:
    """Best total first; those without one at the end."""
    rows = [_row(each) for each in found]
    st.dataframe(
        pd.DataFrame(rows),
        hide_index=True,
        placeholder="",
        alt=t("results.all"),
        column_config={
            t("results.total"): st.column_config.NumberColumn(format="%.2f"),
            t("results.score"): st.column_config.NumberColumn(format="%.2f"),
            t("results.coverage"): st.column_config.NumberColumn(format="percent"),
        },
    )
    exports.offer_csv(
        t("results.download"),
        f"results-{cycle_code}.csv",
        Right.SEE_RESULTS,
        # What was seen, for it was found by the rights of whoever sees it.
        lambda _seen: csv_bytes(list(rows[0]), [list(row.values()) for row in rows]),
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
