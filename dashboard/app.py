"""The script that Streamlit runs for every reader and rerun."""

from dashboard import frame

frame.draw()
