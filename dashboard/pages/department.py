"""A department's scorecard, as a whole or in one city."""

import streamlit as st

from dashboard import audience, period_picker
from dashboard.audience import Audience
from dashboard.scorecard import body, subject_picker

audience.enter(Audience.INTERNAL)

with st.container(horizontal=True, vertical_alignment="center"):
    subject_id = subject_picker.department()
    period = period_picker.pick()

if subject_id and period:
    body.draw(subject_id, period)
