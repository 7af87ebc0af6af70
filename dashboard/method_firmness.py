"""The method page on how firm places are, with the workspace's own numbers."""

from collections.abc import Mapping

import streamlit as st

from dashboard import formats
from dashboard.i18n import t


def show(limits: Mapping[str, float]) -> None:
    """Draw the section; nothing in a publication that tried no places."""
    if "sensitivity_draws" not in limits:
        return
    st.header(t("method.firmness"), anchor="firmness")
    st.markdown(
        t(
            "method.firmness_words",
            spread=formats.share(limits["sensitivity_spread"], 0),
            draws=formats.count(limits["sensitivity_draws"]),
            seed=f"{limits['sensitivity_seed']:.0f}",
        )
    )
    longest = formats.count(limits["lift_longest"])
    st.markdown(t("method.lift_words", longest=longest))
