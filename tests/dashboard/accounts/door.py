"""The door without a browser: its routes, and a page behind it."""

import re
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.testclient import TestClient

from dashboard.accounts import cookies, directory, here
from dashboard.accounts.principal import EVERYTHING, Role, Scope
from dashboard.database.models.accounts import Account
from dashboard.door import routes
from dashboard.door.entrance import Door

PASSWORD = "correct horse battery"
_TOKEN = re.compile(r'name="form_token" value="([^"]+)"')


def _page(request: Request) -> Response:
    return PlainTextResponse(f"{request.url.path} for {here.of_request(request).role}")


APP = Starlette(
    routes=[*routes.ROUTES, Route("/{anything:path}", _page)],
    middleware=[Middleware(Door)],
)


@dataclass
class Browser:
    """One browser: keeps its cookies and follows nothing by itself."""

    client: TestClient

    @property
    def session(self) -> str | None:
        return self.client.cookies.get(cookies.SESSION)

    def get(self, address: str) -> "Answer":
        return Answer(self.client.get(address))

    def post(self, address: str, **fields: str) -> "Answer":
        return Answer(self.client.post(address, data=fields))

    def token(self, address: str) -> str:
        """What the form of a page must bring back."""
        found = _TOKEN.search(self.get(address).text)
        assert found, f"{address} has no form"
        return found.group(1)

    def sign_in(
        self, name: str = "li", password: str = PASSWORD, wanted: str = ""
    ) -> "Answer":
        token = self.token("/sign-in")
        return self.post(
            "/sign-in", form_token=token, name=name, password=password, next=wanted
        )

    def fill(self, page: str, **fields: str) -> "Answer":
        """Send the form of a page that is open."""
        return self.post(f"/{page}", form_token=self.token(f"/{page}"), **fields)


class Answer:
    def __init__(self, response: object) -> None:
        self.response = response
        self.status: int = response.status_code  # type: ignore[attr-defined]
        self.text: str = response.text  # type: ignore[attr-defined]
        self.headers = response.headers  # type: ignore[attr-defined]

    @property
    def leads_to(self) -> str:
        """The path it leads to, and nothing when it leads nowhere."""
        return urlsplit(self.headers.get("location", "")).path.removeprefix("./")

    def says(self, name: str) -> str:
        """What the address it leads to says under a name."""
        query = parse_qs(urlsplit(self.headers.get("location", "")).query)
        return query.get(name, [""])[0]

    def cookie(self, name: str) -> str:
        """The line that sets a cookie."""
        lines = self.headers.get_list("set-cookie")
        return next((line for line in lines if line.startswith(f"{name}=")), "")


def browser(base: str = "http://testserver") -> Browser:
    return Browser(TestClient(APP, base, follow_redirects=False))


def account(
    name: str = "li",
    role: Role = Role.LEADER,
    scope: Scope = EVERYTHING,
    *,
    must_change: bool = False,
) -> Account:
    return directory.add(
        None,
        name,
        role,
        scope=scope,
        password=PASSWORD,
        must_change_password=must_change,
    )
