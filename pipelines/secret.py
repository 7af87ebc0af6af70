"""The workspace's secret: numbers that must not be readable are hashed with it."""

from __future__ import annotations

import os
import secrets

from pipelines.locations import Locations

VARIABLE = "GOVSCORE_HASH_KEY"


def read_or_make(at: Locations) -> str:
    """$GOVSCORE_HASH_KEY, else the workspace's secret.key, made on first use."""
    given = os.environ.get(VARIABLE)
    if given:
        return given
    try:
        return at.secret.read_text(encoding="ascii").strip()
    except FileNotFoundError:
        made = secrets.token_hex(32)
        handle = os.open(at.secret, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as out:
            out.write(made + "\n")
        return made
