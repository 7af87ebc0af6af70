"""Links to what a limited reader may not see: said, and not followed."""

from collections.abc import Collection

import streamlit as st

from dashboard import audience
from dashboard.i18n import t


def say_if_asked(name: str, kinds: Collection[str], offered: Collection[str]) -> None:
    """Tell a limited reader whose link names subjects that are not offered.

    `name` is what the address calls them; `kinds` are those of the page, for it may
    still hold another page's. The sentence is the same whether there is such a subject
    or not. A reader without limits is told nothing: what is not offered is not there.
    """
    if audience.of_page().scope.is_everything:
        return
    asked = st.query_params.get(name, "").split(",")
    ours = [subject for subject in asked if subject.partition(":")[0] in kinds]
    if any(subject not in offered for subject in ours):
        st.info(t("frame.outside"), icon=":material/lock:")
