"""The method page's section on cases that are still open, with a published example."""

import streamlit as st

from dashboard import formats, store
from dashboard.i18n import t
from dashboard.markdown import plain
from dashboard.records import records

# The product-limit estimate (Kaplan and Meier 1958).
_SURVIVING = r"S(t) = \prod_{s \le t} \left(1 - \frac{d_s}{n_s}\right)"


def show() -> None:
    """Draw the section where some indicator counts open cases."""
    indicators = store.fetch("method_indicators", scheme_id="")
    if not (indicators.kind == "survival").any():
        return
    st.header(t("method.open_cases"), anchor="open-cases")
    st.markdown(t("method.open_cases_words"))
    st.latex(_SURVIVING)
    st.markdown(t("method.open_cases_formula"))
    for row in records(store.fetch("method_open_cases")):
        st.markdown(
            t(
                "method.open_cases_example",
                subject=plain(row.subject_name),
                period=formats.period(row.period_kind, row.period),
                closed_n=formats.count(row.closed_n),
                closed_value=formats.value("days", row.closed_value),
                accepted_n=formats.count(row.accepted_n),
                accepted_value=formats.value("days", row.accepted_value),
            )
        )
