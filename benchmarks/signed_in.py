"""Readers who are signed in, in a store made for the measurement and then removed."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from dashboard.accounts import directory, sessions
from dashboard.accounts.principal import Role
from dashboard.database import engine, migrate


@contextmanager
def store() -> Iterator[None]:
    """The workspace's own store is neither read nor written."""
    before = os.environ.get(engine.STORE_VARIABLE)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "assessments.sqlite"
        os.environ[engine.STORE_VARIABLE] = f"sqlite:///{file}"
        try:
            migrate.up()
            yield
        finally:
            engine.close()
            if before is None:
                del os.environ[engine.STORE_VARIABLE]
            else:
                os.environ[engine.STORE_VARIABLE] = before


def token(role: Role) -> str:
    """A new session of a new account."""
    account = directory.add(None, str(role), role)
    with engine.writing() as session:
        return sessions.start(session, account, "127.0.0.1")
