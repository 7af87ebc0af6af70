"""What the routes of the door answer with, and what they know of who asks."""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from dashboard.accounts import cookies, openid, sessions
from dashboard.accounts.sessions import Standing
from dashboard.door import pages, way_back

Form = dict[str, str]


def standing(request: Request) -> Standing | None:
    """The session of this browser, if it has one that holds."""
    token = request.cookies.get(cookies.SESSION)
    return sessions.standing(token) if token else None


def address(request: Request) -> str:
    """Where a request comes from, as far as the server believes it.

    The server has put in what a proxy says of the reader's address, if the proxy is one
    that FORWARDED_ALLOW_IPS names; nothing that a reader writes is looked at here.
    """
    return request.client.host if request.client else ""


def lead_to(where: str) -> Response:
    """See there; never kept, for it depends on who asks."""
    return RedirectResponse(where, 303, pages.HEADERS)


def lead_in(request: Request, must_change_password: bool, wanted: str) -> Response:
    """On to where the reader wanted to go; to a new password first if there must be."""
    if must_change_password:
        return lead_to(f"./{way_back.asked('password', request, wanted)}")
    return lead_to(_on(request, wanted))


def lead_to_provider(request: Request, wanted: str) -> Response:
    answer = lead_to(openid.login_address())
    cookies.put(answer, request, cookies.WAY_BACK, _on(request, wanted))
    return answer


def _on(request: Request, wanted: str) -> str:
    return way_back.to(wanted, request.query_params.get("lang", ""))


def let_in(request: Request, token: str, wanted: str) -> Response:
    """Lead on with the token of a new session; what the browser held before ends."""
    if before := request.cookies.get(cookies.SESSION):
        sessions.end(before)
    started = sessions.standing(token)
    must = started is not None and started.must_change_password
    answer = lead_in(request, must, wanted)
    cookies.put(answer, request, cookies.SESSION, token)
    cookies.drop(answer, cookies.VISIT)
    return answer


def let_out(request: Request) -> Response:
    """Forget the session; then the provider's own sign-out, if there is a provider."""
    language = pages.language_of(request)
    if openid.is_configured():
        answer: Response = pages.show(request, "signed_out")
        # Not a redirect: a form may lead to ourselves only, and this leads on to the
        # provider.
        answer.headers["Refresh"] = f"0; url=./{openid.LOGOUT}"
    else:
        answer = lead_to(f"./sign-in?lang={language}&done=signed_out")
    cookies.drop(answer, cookies.SESSION)
    return answer
