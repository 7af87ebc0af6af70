"""What a form must bring back, so that no other site can have it sent.

Before the sign-in it is derived from a secret that only this browser holds, afterwards
it belongs to the session (sessions.Standing.csrf_token).
"""

import hashlib
import hmac
import secrets

FIELD = "form_token"


def new_visit() -> str:
    """A secret for the cookie of a browser that has not signed in."""
    return secrets.token_urlsafe(32)


def of_visit(secret: str) -> str:
    """The token of its forms. Whoever reads it in a page cannot make the cookie."""
    return hashlib.sha256(f"form of {secret}".encode()).hexdigest()


def fits(expected: str | None, given: str) -> bool:
    """Whether a form brought the token back; never where there is none."""
    return bool(expected) and hmac.compare_digest(
        str(expected).encode(), given.encode("utf-8", "replace")
    )
