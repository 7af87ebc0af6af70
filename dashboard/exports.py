"""Tables that leave an internal page as files: by right, and noted in the audit log.

The downloads that Streamlit puts on its own tables know neither; streamlit_app.py
switches them off where people sign in.
"""

from collections.abc import Callable
from dataclasses import replace

import streamlit as st

from dashboard import audience
from dashboard.accounts import here
from dashboard.accounts.rights import Right
from dashboard.audience import Sight


def offer_csv(
    label: str, file_name: str, right: Right, build: Callable[[Sight], bytes]
) -> None:
    """Draw the button; `build` gets what may be read by whoever presses it.

    It runs when it is pressed, outside the page: languages are settled before.
    """
    reader = here.later()
    edition = audience.of_page().edition

    def press() -> bytes:
        seen = here.note_export(file_name, right, reader())
        return build(replace(seen, edition=edition))

    st.download_button(
        label,
        press,
        file_name=file_name,
        mime="text/csv",
        icon=":material/download:",
        on_click="ignore",
    )
