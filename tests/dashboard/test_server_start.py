"""What the server does once, before its first reader."""

import asyncio
import gc
import subprocess
import sys

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


def test_sections_of_pages_are_imported_ahead_and_scripts_are_not() -> None:
    # In a process of its own: this one has imported all kinds of things.
    script = (
        "import sys; from dashboard import warm_up; warm_up.run(); "
        "print(*(name for name in sys.modules if name.startswith('dashboard.')))"
    )
    ran = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    imported = set(ran.stdout.split())
    assert {"dashboard.scorecard.body", "dashboard.entering.form"} <= imported
    # They draw, or change tables, when they are imported.
    scripts = {"dashboard.app", "dashboard.pages", "dashboard.database.migrations"}
    assert not scripts & imported
