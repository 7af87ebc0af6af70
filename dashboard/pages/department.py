"""Department."""

import streamlit as st

from dashboard import audience
from dashboard.audience import Audience
from dashboard.i18n import t

audience.enter(Audience.INTERNAL)
st.title(t("nav.department"))
