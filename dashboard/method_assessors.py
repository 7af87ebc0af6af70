"""The method page's section on assessors: their severity, and how far they agree."""

import streamlit as st

from dashboard import formats, store
from dashboard.i18n import t

_MODEL = (
    r"x_{ij} = \mu + \theta_i + \beta_j + \varepsilon_{ij}, \quad \sum_j \beta_j = 0"
)


def show(limits: dict[str, float]) -> None:
    """Draw the section where something is assessed.

    `limits` are those of the workspace. There is no example: the page is public, and
    who judged whom is not.
    """
    indicators = store.fetch("method_indicators", scheme_id="")
    if not (indicators.source == "assessments").any():
        return
    st.header(t("method.assessors"), anchor="assessors")
    st.markdown(t("method.assessors_words"))
    st.latex(_MODEL)
    st.markdown(
        t(
            "method.assessors_agree",
            limit=formats.number(limits.get("reliable_from", 0.5), 2),
        )
    )
