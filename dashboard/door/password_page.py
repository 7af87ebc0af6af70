"""Changing one's own password, and ending one's sessions elsewhere."""

from starlette.requests import Request
from starlette.responses import Response

from dashboard import i18n
from dashboard.accounts import csrf, openid, passwords, sign_in
from dashboard.door import answers, pages
from dashboard.door.answers import Form
from dashboard.failures import Failure

# The form was read and its content cannot be taken.
_NOT_FIT = 422


def show(
    request: Request,
    form: Form,
    *,
    failure: str = "",
    failed: str = "",
    status: int = 200,
) -> Response:
    """The form; `failed` is the field that `failure` speaks of."""
    standing = answers.standing(request)
    if standing is None:
        return answers.lead_to("./sign-in")
    words = ""
    if standing.must_change_password:
        words = i18n.said_in(pages.language_of(request), "door.must_change")
    return pages.show(
        request,
        "password",
        status,
        form_token=standing.csrf_token,
        reader=standing.principal.name,
        next=form.get("next") or request.query_params.get("next", ""),
        has_password=not openid.is_configured(),
        must_change=standing.must_change_password,
        shortest=passwords.SHORTEST,
        failure=failure,
        failed=failed,
        note=words,
    )


def change(request: Request, form: Form) -> Response:
    """A new password and a new session, or the form again with what is wrong."""
    standing = answers.standing(request)
    if standing is None:
        return answers.lead_to("./sign-in")

    def again(failed: str, failure: Failure | str, status: int = _NOT_FIT) -> Response:
        words = i18n.said_in(
            pages.language_of(request),
            failure.key if isinstance(failure, Failure) else failure,
            **(failure.values if isinstance(failure, Failure) else {}),
        )
        return show(request, form, failure=words, failed=failed, status=status)

    if not csrf.fits(standing.csrf_token, form.get(csrf.FIELD, "")):
        return again("old", "door.form_is_old", 403)
    if form.get("new", "") != form.get("again", ""):
        return again("again", "door.not_the_same")
    try:
        token = sign_in.change_password(
            standing.principal,
            form.get("old", ""),
            form.get("new", ""),
            answers.address(request),
        )
    except sign_in.TooMany as wait:
        return again("old", wait, 429)
    except sign_in.Refused:
        return again("old", "door.wrong_old")
    except (passwords.Unfit, passwords.Unchanged) as unfit:
        return again("new", unfit)
    return answers.let_in(request, token, form.get("next", ""))
