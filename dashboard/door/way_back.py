"""Where a reader wanted to go before the sign-in: a page of ours, nothing else.

It comes from the address, so that anybody may have written it: only what names a known
page is followed, and it is put together anew.
"""

from urllib.parse import parse_qsl, urlencode, urlsplit

from starlette.requests import Request

from dashboard import navigation

START = "./"
_LONGEST = 2000


def to(wanted: str | None) -> str:
    """A relative address of a page: "./overview?period=…"; the start for all else."""
    if not wanted or len(wanted) > _LONGEST or not wanted.isprintable():
        return START
    try:
        address = urlsplit(wanted)
        query = urlencode(parse_qsl(address.query, max_num_fields=50), safe=":/,")
    except ValueError:
        return START
    page = address.path.removeprefix("./").removeprefix("/")
    known = {"", *(page.name for page in navigation.PAGES)}
    if address.scheme or address.netloc or page not in known:
        return START
    return f"{START}{page}?{query}" if query else f"{START}{page}"


def asked(page: str, request: Request, wanted: str) -> str:
    """A page of the door that leads back, in one's language: sign-in?next=overview."""
    told = {"next": wanted} if wanted else {}
    if language := request.query_params.get("lang"):
        told["lang"] = language
    return f"{page}?{urlencode(told)}" if told else page
