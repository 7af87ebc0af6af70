"""The ASGI application: the dashboard plus the routes other programs call.

Run with `streamlit run streamlit_app.py`.
"""

import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware

from dashboard import audience, script_errors
from dashboard.audience import Audience
from dashboard.door.entrance import Door
from dashboard.door.uploads import Uploads
from dashboard.quiet_ballot import QuietBallot
from dashboard.routes import ROUTES
from dashboard.scripts_ahead import ScriptsAhead


@asynccontextmanager
async def lifespan(_app: st.App) -> AsyncIterator[None]:
    """Import what pages need before the first reader, then freeze it."""
    from streamlit.runtime.pages_manager import PagesManager

    from dashboard import theme_of_runs, warm_up
    from dashboard.database import migrate

    # A deployment for the public has no store.
    if audience.of_deployment() == Audience.INTERNAL:
        migrate.up()
        # What leaves an internal page is asked for its right and noted in the audit
        # log (dashboard/exports.py); Streamlit's own downloads of tables are neither.
        st.set_option("client.disableDataExport", True)
    warm_up.run()
    theme_of_runs.keep()
    # A folder called pages beside the script makes Streamlit run its files by
    # themselves, without the frame, until st.navigation was first called. Not here.
    PagesManager.uses_pages_directory = False
    # Frozen objects are never looked at again: with a hundred sessions this is the
    # difference between 40 ms and 1.4 s a rerun.
    gc.collect()
    gc.freeze()
    # What a run makes it leaves behind at its end. Looked for after every seven hundred
    # objects, much of it is taken for lasting, and all that lasts is looked through.
    gc.set_threshold(50_000, 20, 100)
    yield


SCRIPT = Path(__file__).parent / "dashboard" / "app.py"
MIDDLEWARE = [
    Middleware(QuietBallot),
    Middleware(ScriptsAhead),
    Middleware(Uploads),
    Middleware(Door),
]

app = st.App(
    SCRIPT,
    routes=ROUTES,
    middleware=MIDDLEWARE,
    lifespan=lifespan,
    on_script_error=script_errors.show,
)
