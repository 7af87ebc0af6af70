"""A published workspace, and the dashboard opened on it."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import plotly.graph_objects as go
import pytest
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from dashboard import audience as audiences
from dashboard import navigation
from dashboard.accounts import here
from dashboard.accounts.principal import EVERYTHING, NOBODY, Principal, Role, Scope
from dashboard.audience import Audience
from dashboard.database.engine import STORE_VARIABLE
from dashboard.ready_figure import ReadyFigure
from tests.dashboard import published
from tests.serving import Server, served

# Not dashboard/app.py itself: beside a folder called pages, AppTest would run the pages
# without the frame.
APP = "from dashboard import frame\nframe.draw()"

Open = Callable[..., AppTest]


@pytest.fixture(scope="session")
def world(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The invented world, published once; tests only read it."""
    workspace = tmp_path_factory.mktemp("world")
    published.publish(workspace)
    return workspace


@pytest.fixture(scope="session")
def empty_world(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace that declared everything and measured nothing yet."""
    workspace = tmp_path_factory.mktemp("empty")
    published.publish(workspace, empty=True)
    return workspace


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The invented world on a server of its own, which tests may publish to."""
    workspace = tmp_path_factory.mktemp("served") / "workspace"
    published.publish(workspace)
    with served(workspace, workspace.parent / "server.log") as server:
        yield server


@pytest.fixture(autouse=True)
def plotly_checks_every_figure(monkeypatch: pytest.MonkeyPatch) -> None:
    """A misspelt property fails the test of whichever page draws it; a browser would
    only leave it out."""
    as_it_is = ReadyFigure.to_dict

    def checked(figure: ReadyFigure) -> dict[str, Any]:
        sent = as_it_is(figure)
        go.Figure(sent)
        return sent

    monkeypatch.setattr(ReadyFigure, "to_dict", checked)


def as_role(
    role: Role | str,
    home: str | None = None,
    scope: Scope = EVERYTHING,
    account_id: int = 1,
) -> Principal:
    """Somebody who signed in, for whom no account needs to be made."""
    return Principal(account_id, f"The {role}", Role(role), scope, home)


LEADER = as_role(Role.LEADER)


@pytest.fixture
def open_page(monkeypatch: pytest.MonkeyPatch, migrated_file: Path) -> Open:
    """Open a page as a reader would: workspace, page, audience, what the link says.

    principal: who is signed in; a leader without limits unless told. Nobody is where
    the audience is the public.
    """

    def opened(
        workspace: Path,
        page: str = "",
        audience: str = "",
        principal: Principal = LEADER,
        **address: str,
    ) -> AppTest:
        monkeypatch.setenv("GOVSCORE_DATA", str(workspace))
        monkeypatch.setenv("GOVSCORE_AUDIENCE", audience)
        is_public = audiences.of_deployment() == Audience.PUBLIC
        who = NOBODY if is_public else principal
        monkeypatch.setattr(here, "principal", lambda: who)
        monkeypatch.setattr(here, "later", lambda: lambda: who)
        store = workspace / "assessments.sqlite"
        if not is_public and STORE_VARIABLE not in os.environ and not store.exists():
            shutil.copy(migrated_file, store)
        app = AppTest.from_string(APP, default_timeout=30)
        for name, value in {"lang": "en", **address}.items():
            app.query_params[name] = value
        if page:
            # What a link to a page asks for; the overview is not drawn before it.
            app._page_hash = calc_hash(page)
        app.run()
        if page and app._finished_page_script_hash != calc_hash(page):
            turn_to(app, page)
        return app

    return opened


def turn_to(app: AppTest, page: str) -> AppTest:
    """Go to another page, as a click in the navigation does."""
    return app.switch_page(navigation.page(page).path).run()


def words(app: AppTest) -> str:
    """Everything a reader can read outside charts and tables."""
    kinds = ("title", "subheader", "markdown", "caption", "info", "warning", "error")
    elements: list[Any] = [element for kind in kinds for element in app.get(kind)]
    return "\n".join(element.value for element in elements if element.value)
