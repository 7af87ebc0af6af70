"""Signing in through OpenID Connect: what Streamlit's part of it tells us.

Streamlit leads the browser to the provider and back, checks what the provider signed
and keeps the claims in a cookie it signs itself. That cookie holds for a month. Here it
is a ticket for a few minutes: it is exchanged for a session of our own
(openid_accounts.py), which ends when it is idle, and at once when its account is
disabled. This module alone knows how Streamlit keeps it.
"""

import hashlib
import json
from typing import Any

from starlette.requests import HTTPConnection
from streamlit.auth_util import get_cookie_with_chunks, get_secrets_auth_section
from streamlit.user_info import generate_login_redirect_url
from streamlit.web.server.server_util import get_cookie_secret
from streamlit.web.server.starlette.starlette_app_utils import decode_signed_value
from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME

from dashboard import audience
from dashboard.accounts import cookies
from dashboard.audience import Audience

LOGOUT = "auth/logout"
# From the provider's answer to our session is one redirect.
_TICKET_DAYS = 5 / (24 * 60)


def is_configured() -> bool:
    """Whether secrets.toml has [auth], and this deployment has a sign-in at all."""
    if audience.of_deployment() == Audience.PUBLIC:
        return False
    return bool(get_secrets_auth_section())


def login_address() -> str:
    """Where st.login would send the browser; relative, as all our addresses are."""
    return f".{generate_login_redirect_url('default')}"


def ticket(request: HTTPConnection) -> str | None:
    """What names the ticket of this browser, if it has one that was not used yet."""
    if not is_configured() or claims(request) is None:
        return None
    name = hashlib.sha256(request.cookies[USER_COOKIE_NAME].encode()).hexdigest()
    return None if request.cookies.get(cookies.TICKET) == name else name


def claims(request: HTTPConnection) -> dict[str, Any] | None:
    """Who the provider says this is, if it said so in the last minutes."""
    secret = get_cookie_secret()

    def signed(name: str) -> bytes | None:
        value = request.cookies.get(name)
        if not value:
            return None
        return decode_signed_value(
            secret, name, value.encode("latin-1"), max_age_days=_TICKET_DAYS
        )

    try:
        told = json.loads(get_cookie_with_chunks(signed, USER_COOKIE_NAME) or b"null")
    except (ValueError, UnicodeError):
        return None
    if not isinstance(told, dict) or not told.get("is_logged_in"):
        return None
    if not all(isinstance(told.get(name), str) for name in ("iss", "sub")):
        return None
    return told
