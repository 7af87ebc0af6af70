"""A long table: its first rows, and the rest behind one click."""

import pandas as pd
import streamlit as st

from dashboard.formats import count
from dashboard.i18n import tn

# A rest as short as this is not worth a click.
_SPARE = 3


def draw(table: pd.DataFrame, first: int) -> None:
    """Show a table of Markdown cells, `first` rows of it at once."""
    cut = first if len(table) > first + _SPARE else len(table)
    st.table(table.head(cut), border="horizontal", hide_index=True)
    if cut < len(table):
        rest = len(table) - cut
        with st.expander(tn("folded.rest", rest, n=count(rest))):
            st.table(table.iloc[cut:], border="horizontal", hide_index=True)
