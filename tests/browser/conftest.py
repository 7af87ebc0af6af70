"""A small demo published once, two servers on it, a browser, and readers."""

import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    sync_playwright,
)

from dashboard.accounts import cookies
from tests import signed_in
from tests.browser.reader import DESK, Reader, Size
from tests.serving import PROJECT, Server, served

CASES = 30_000
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
# Nothing but the pages is asked for, and nothing of the machine's own profile is used.
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
_DECLARED = ("reference", "sources", "indicators", "schemes")

MeetReader = Callable[..., Reader]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test of this folder; without Chromium skip it and say why."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)
            if CHROMIUM is None:
                item.add_marker(
                    pytest.mark.skip(
                        reason="no Chromium found (Debian: apt-get install chromium)"
                    )
                )


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with a published demo; tests copy it and never change it."""
    folder = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        # Above the folders of the workers, so that one makes it for all.
        folder = folder.parent
    workspace = folder / "demo"
    with (folder / "demo.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (workspace / "published" / "current.json").is_file():
            _publish_demo(workspace)
    return workspace


def _publish_demo(workspace: Path) -> None:
    shutil.rmtree(workspace, ignore_errors=True)
    for name in _DECLARED:
        shutil.copytree(PROJECT / "data" / name, workspace / name)
    for name in ("workspace.toml", "honesty.toml"):
        shutil.copy(PROJECT / "data" / name, workspace)
    for step in (["demo", "--cases", str(CASES)], ["run"]):
        subprocess.run(
            [sys.executable, "-m", "pipelines", *step, "--data", str(workspace)],
            cwd=PROJECT,
            check=True,
            stdout=subprocess.DEVNULL,
        )


@pytest.fixture(scope="session")
def internal(demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The dashboard as leaders have it."""
    log = tmp_path_factory.mktemp("internal") / "server.log"
    with served(demo, log, role="leader") as server:
        yield server


@pytest.fixture(scope="session")
def public_workspace(demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of what was published, so that a test may delete the internal file."""
    workspace = tmp_path_factory.mktemp("public") / "workspace"
    shutil.copytree(demo / "published", workspace / "published")
    return workspace


@pytest.fixture(scope="session")
def public(public_workspace: Path) -> Iterator[Server]:
    """The dashboard as the public has it."""
    log = public_workspace.parent / "server.log"
    with served(public_workspace, log, "public") as server:
        yield server


# Not for the session: while Playwright runs, nothing else may start an event loop.
@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield opened
        opened.close()


@pytest.fixture
def meet(browser: Browser) -> Iterator[MeetReader]:
    """Readers who have never been here: nothing cached, no cookie, no history."""
    with _readers(browser) as met:
        yield met


@pytest.fixture(scope="module")
def meet_again(browser: Browser) -> Iterator[MeetReader]:
    """Readers whose browser keeps what it loaded before; their sessions are new."""
    with _readers(browser, returning=True) as met:
        yield met


@contextmanager
def _readers(browser: Browser, *, returning: bool = False) -> Iterator[MeetReader]:
    contexts: dict[object, BrowserContext] = {}

    def met(
        server: Server, language: str = "en", size: Size = DESK, role: str | None = None
    ) -> Reader:
        who = server.role if role is None else role
        # Cookies are kept by machine, not by server.
        known = (server, who, language, size) if returning else len(contexts)
        if known not in contexts:
            contexts[known] = browser.new_context(
                viewport={"width": size.width, "height": size.height},
                locale={"zh": "zh-CN", "en": "en-GB"}[language],
                is_mobile=size.agent is not None,
                has_touch=size.agent is not None,
                user_agent=size.agent,
                accept_downloads=True,
            )
            if who:
                contexts[known].add_cookies([_cookie(server, who)])
        return Reader(contexts[known].new_page(), server, language, size)

    yield met
    for context in contexts.values():
        context.close()


def _cookie(server: Server, role: str) -> Any:
    return {
        "name": cookies.SESSION,
        "value": signed_in.token(server.workspace, role),
        "url": server.address,
        "httpOnly": True,
        "sameSite": "Lax",
    }
