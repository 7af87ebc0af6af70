"""The same dashboard with Streamlit's own settings, to compare with.

What is imported is not frozen, as Streamlit would leave it; the watcher of files and
the collection after each run are switched on by the environment (servers.DEFAULTS).
"""

import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import streamlit as st

import streamlit_app
from dashboard.routes import ROUTES


@asynccontextmanager
async def lifespan(app: st.App) -> AsyncIterator[None]:
    """As in production, but for the freeze."""
    async with streamlit_app.lifespan(app):
        gc.unfreeze()
        yield


app = st.App(
    streamlit_app.SCRIPT,
    routes=ROUTES,
    middleware=streamlit_app.MIDDLEWARE,
    lifespan=lifespan,
)
