"""The routes of the door: sign in, sign out, change the password.

Each answers with a page of dashboard/templates or leads on. What they do is in
dashboard/accounts; here is what the browser sends and what it gets.
"""

import logging
from typing import Protocol

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from dashboard import audience, i18n
from dashboard.accounts import (
    cookies,
    csrf,
    openid,
    openid_accounts,
    posted,
    sessions,
    sign_in,
)
from dashboard.audience import Audience
from dashboard.database import columns
from dashboard.door import answers, pages, password_page
from dashboard.door.answers import Form
from dashboard.failures import Failure

log = logging.getLogger(__name__)

# What a page may be asked to say after something was done elsewhere.
_NOTES = ("signed_out",)


def show_sign_in(
    request: Request, form: Form, *, failure: str = "", status: int = 200
) -> Response:
    """The form; who is signed in already goes on, and to a provider if there is one."""
    wanted = form.get("next") or request.query_params.get("next", "")
    standing = answers.standing(request)
    if standing is not None:
        return answers.lead_in(request, standing.must_change_password, wanted)
    done = request.query_params.get("done", "")
    if openid.is_configured() and done not in _NOTES:
        return answers.lead_to_provider(request, wanted)
    visit = request.cookies.get(cookies.VISIT) or csrf.new_visit()
    page = pages.show(
        request,
        "signed_out" if openid.is_configured() else "sign_in",
        status,
        form_token=csrf.of_visit(visit),
        next=wanted,
        name=form.get("name", "")[:200],
        failure=failure,
        note=_words(request, f"door.{done}") if done in _NOTES else "",
    )
    cookies.put(page, request, cookies.VISIT, visit)
    return page


def try_sign_in(request: Request, form: Form) -> Response:
    """A new session in place of whatever this browser held, or the form again."""
    if openid.is_configured():
        raise HTTPException(404)
    visit = request.cookies.get(cookies.VISIT)
    brought = form.get(csrf.FIELD, "")
    if not visit or not csrf.fits(csrf.of_visit(visit), brought):
        words = _words(request, "door.form_is_old")
        return show_sign_in(request, form, failure=words, status=403)
    address = answers.address(request)
    try:
        token = sign_in.sign_in(form.get("name", ""), form.get("password", ""), address)
    except sign_in.TooMany as wait:
        words = _words(request, wait.key, **wait.values)
        page = show_sign_in(request, form, failure=words, status=429)
        page.headers["Retry-After"] = str(wait.seconds)
        return page
    except sign_in.Refused as refusal:
        words = _words(request, refusal.key)
        return show_sign_in(request, form, failure=words, status=403)
    return answers.let_in(request, token, form.get("next", ""))


def arrive(request: Request, _form: Form) -> Response:
    """Back from the provider: its answer is exchanged for a session of our own."""
    ticket, told = openid.ticket(request), openid.claims(request)
    if ticket is None or told is None:
        return answers.lead_to("./")
    address = answers.address(request)
    wanted = request.cookies.get(cookies.WAY_BACK, "")
    try:
        token = openid_accounts.sign_in(told, address, columns.now())
        answer = answers.let_in(request, token, wanted)
    except (openid_accounts.NoGroup, openid_accounts.Disabled) as refusal:
        log.warning("%s", refusal)
        answer = pages.show(
            request, "refused", 403, **openid_accounts.told_to_refused(told, refusal)
        )
    cookies.put(answer, request, cookies.TICKET, ticket)
    cookies.drop(answer, cookies.WAY_BACK)
    return answer


def show_sign_out(request: Request, _form: Form) -> Response:
    standing = answers.standing(request)
    if standing is None:
        return answers.lead_to("./sign-in")
    return pages.show(
        request,
        "sign_out",
        form_token=standing.csrf_token,
        reader=standing.principal.name,
    )


def sign_out(request: Request, form: Form) -> Response:
    """End this session, if the form is one of ours."""
    standing = answers.standing(request)
    if standing is not None:
        if not csrf.fits(standing.csrf_token, form.get(csrf.FIELD, "")):
            return show_sign_out(request, form)
        sessions.end(request.cookies[cookies.SESSION])
    return answers.let_out(request)


def sign_out_everywhere(request: Request, form: Form) -> Response:
    """End every session of the account, here and elsewhere."""
    standing = answers.standing(request)
    if standing is not None:
        if not csrf.fits(standing.csrf_token, form.get(csrf.FIELD, "")):
            return password_page.show(request, form)
        reader = standing.principal
        sessions.end_everywhere(reader, reader.account_id or 0)
    return answers.let_out(request)


def _words(request: Request, key: str, **values: str) -> str:
    return i18n.said_in(pages.language_of(request), key, **values)


class View(Protocol):
    def __call__(self, request: Request, form: Form, /) -> Response: ...


def _route(path: str, show: View | None, act: View | None = None) -> Route:
    async def answer(request: Request) -> Response:
        if audience.of_deployment() == Audience.PUBLIC:
            raise HTTPException(404)
        posts = request.method == "POST"
        form = await posted.fields(request) if posts else {}
        view = act if posts else show
        if view is None:
            raise HTTPException(405)
        try:
            return await run_in_threadpool(view, request, form)
        except Failure as failure:
            log.warning("%s", failure)
            words = _words(request, failure.key, **failure.values)
            return pages.show(request, "unavailable", 503, failure=words)

    # Both, so that the other one is refused here and not left to Streamlit.
    return Route(path, answer, methods=["GET", "POST"])


def _style(_request: Request) -> Response:
    return pages.style()


ROUTES = [
    _route("/sign-in", show_sign_in, try_sign_in),
    _route("/signed-in", arrive),
    _route("/sign-out", show_sign_out, sign_out),
    _route("/sign-out-everywhere", None, sign_out_everywhere),
    _route("/password", password_page.show, password_page.change),
    Route(f"/{pages.STYLE}", _style, methods=["GET"]),
]
