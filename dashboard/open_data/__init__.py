"""The public file as open data: `/api/v1/`, beside the pages or as a process alone.

front.py answers what was answered before, from memory; routes.py makes an answer, once
a publication. Nothing here opens the internal file, reads a cookie, or needs Streamlit.
"""
