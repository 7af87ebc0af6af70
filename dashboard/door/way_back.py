"""Where a reader wanted to go before the sign-in: a page of ours, nothing else.

It comes from the address, so that anybody may have written it: only what names a known
page is followed, and it is put together anew.
"""

from urllib.parse import parse_qsl, urlencode, urlsplit

from starlette.requests import Request

from dashboard import i18n, navigation

START = "./"
_LONGEST = 2000


def to(wanted: str | None, language: str = "") -> str:
    """A relative address of a page: "./overview?period=…"; the start for all else.

    In the language that was chosen at the door, if one was.
    """
    page, told = _named(wanted)
    if language in i18n.LOCALES:
        told = [each for each in told if each[0] != "lang"] + [("lang", language)]
    query = urlencode(told, safe=":/,")
    return f"{START}{page}?{query}" if query else f"{START}{page}"


def _named(wanted: str | None) -> tuple[str, list[tuple[str, str]]]:
    """A page of ours and what its address says; the start where none is named."""
    if not wanted or len(wanted) > _LONGEST or not wanted.isprintable():
        return "", []
    try:
        address = urlsplit(wanted)
        told = parse_qsl(address.query, max_num_fields=50)
    except ValueError:
        return "", []
    page = address.path.removeprefix("./").removeprefix("/")
    known = {"", *(page.name for page in navigation.PAGES)}
    if address.scheme or address.netloc or page not in known:
        return "", []
    return page, told


def asked(page: str, request: Request, wanted: str) -> str:
    """A page of the door that leads back, in one's language: sign-in?next=overview."""
    told = {"next": wanted} if wanted else {}
    if language := request.query_params.get("lang"):
        told["lang"] = language
    return f"{page}?{urlencode(told)}" if told else page
