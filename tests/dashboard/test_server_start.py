"""What the server does once, before its first reader."""

import asyncio
import gc

from streamlit.runtime.pages_manager import PagesManager

import streamlit_app
from dashboard import i18n


def test_starting_imports_every_module_and_never_runs_pages_without_the_frame() -> None:
    async def start() -> None:
        async with streamlit_app.lifespan(streamlit_app.app):
            # Left to itself, Streamlit sees the folder pages/ and, until the first
            # st.navigation, runs the page of a direct link alone: no header, no
            # language, no sentence for a failure.
            assert PagesManager.uses_pages_directory is False

    before = PagesManager.uses_pages_directory
    try:
        asyncio.run(start())
        assert gc.get_freeze_count() > 0
        assert i18n._catalogue.cache_info().currsize == len(i18n.LOCALES)
    finally:
        gc.unfreeze()
        PagesManager.uses_pages_directory = before
