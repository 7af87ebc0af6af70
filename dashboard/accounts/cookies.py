"""The cookies of the door: their names and how they are set.

None is ever read by a script in the browser, and none goes to another site.
"""

from starlette.requests import HTTPConnection
from starlette.responses import Response

# Holds the token of a session; the store holds its hash.
SESSION = "govscore_session"
# A secret of one browser that has not signed in, to which its forms are bound.
VISIT = "govscore_visit"
# Where a reader wanted to go before the sign-in by OpenID Connect.
WAY_BACK = "govscore_next"
# Names the provider's answer that this browser has already exchanged for a session.
TICKET = "govscore_ticket"


def put(response: Response, request: HTTPConnection, name: str, value: str) -> None:
    """Set a cookie that ends with the browser; what it opens ends earlier."""
    response.set_cookie(
        name,
        value,
        path="/",
        httponly=True,
        samesite="lax",
        # The server sees https by itself or is told so by a trusted proxy.
        secure=request.url.scheme in ("https", "wss"),
    )


def drop(response: Response, name: str) -> None:
    response.delete_cookie(name, path="/", httponly=True, samesite="lax")
