"""The workspace's secret: numbers that must not be readable are hashed with it."""

from __future__ import annotations

import hashlib
import os
import secrets
from dataclasses import dataclass

from pipelines.locations import Locations

VARIABLE = "GOVSCORE_HASH_KEY"


@dataclass(frozen=True)
class KeyPrint:
    """A fingerprint of the key, in hexadecimal digits."""

    salt: str
    scrypt: str


def read(at: Locations) -> str | None:
    """$GOVSCORE_HASH_KEY, else the workspace's secret.key, if there is one."""
    given = os.environ.get(VARIABLE)
    if given:
        return given
    try:
        return at.secret.read_text(encoding="ascii").strip()
    except FileNotFoundError:
        return None


def read_or_make(at: Locations) -> str:
    """The same; secret.key is made on first use."""
    found = read(at)
    if found is None:
        made = secrets.token_hex(32)
        handle = os.open(at.secret, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as out:
            out.write(made + "\n")
        return made
    return found


def fingerprint(key: str, salt: str | None = None) -> KeyPrint:
    """By which a key is known again; too slow to try many keys against it (scrypt)."""
    salt = salt or secrets.token_hex(16)
    digest = hashlib.scrypt(
        key.encode(), salt=bytes.fromhex(salt), n=1 << 14, r=8, p=1, dklen=32
    )
    return KeyPrint(salt, digest.hex())
