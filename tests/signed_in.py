"""Somebody signed in on a server without the form: an account and its session."""

import hashlib
from pathlib import Path

import pytest

from dashboard.accounts import directory, lookup, sessions
from dashboard.accounts.principal import EVERYTHING, Role, Scope
from dashboard.database import engine, migrate
from dashboard.locations import DATA_VARIABLE


def token(
    workspace: Path,
    role: str = "leader",
    scope: Scope = EVERYTHING,
    home: str | None = None,
) -> str:
    """What the cookie of a reader holds; the account is made when it is asked for."""
    limits = f"{sorted(scope.departments)} {sorted(scope.cities)} {home}"
    name = f"{role}-{hashlib.sha256(limits.encode()).hexdigest()[:8]}"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(DATA_VARIABLE, str(workspace))
        migrate.up()
        with engine.reading() as session:
            account = lookup.of_name(session, name)
        if account is None:
            account = directory.add(
                None, name, Role(role), display_name=role, scope=scope, home=home
            )
        with engine.writing() as session:
            started = sessions.start(session, account, "127.0.0.1")
        # The server writes to it next.
        engine.close()
    return started
