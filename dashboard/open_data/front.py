"""What stands before the routes: an answer that was made before is sent from memory.

Whatever is not a kept answer of the publication that stands now is asked of routes.py,
at most two at a time and once for all who ask for the same. A query is put in order
first, so that the same filters in another order are the same answer.
"""

import asyncio
import hashlib
import time
from collections.abc import Callable
from urllib.parse import parse_qsl, urlencode

from starlette.concurrency import run_in_threadpool
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboard import i18n, publications
from dashboard.failures import Failure
from dashboard.open_data import encodings, problems
from dashboard.open_data.kept import Answer, Headers, Kept, Key

BASE = "/api/v1"
# Bytes of answers that are kept, and of a query that is read.
ROOM = 64 * 1024 * 1024
LONGEST_QUERY = 4_000
# Answers being made, and how many may wait for their turn.
AT_ONCE = 2
WAITING = 32
# Seconds: how long a reader's cache may go without asking, and how often current.json
# is looked at.
FRESH = 60
LOOK_EVERY = 0.5

_FOR_ALL = (
    (b"access-control-allow-origin", b"*"),
    (b"access-control-expose-headers", b"ETag, Link, Content-Disposition"),
    (b"x-content-type-options", b"nosniff"),
)
_CACHED = (
    (b"cache-control", f"public, max-age={FRESH}, must-revalidate".encode()),
    (b"vary", b"Accept-Encoding"),
)
_BEFORE_ASKING = (
    *_FOR_ALL,
    (b"access-control-allow-methods", b"GET, HEAD, OPTIONS"),
    (b"access-control-allow-headers", b"If-None-Match, Accept-Language"),
    (b"access-control-max-age", b"86400"),
    (b"content-length", b"0"),
)


class Front:
    """The open data as an ASGI application; `make` gives the routes, when needed."""

    def __init__(self, make: Callable[[], ASGIApp], room: int = ROOM) -> None:
        self.kept = Kept(room)
        self._make = make
        self._routes: ASGIApp | None = None
        self._under_way: dict[tuple[str, ...], asyncio.Task[Answer]] = {}
        self._turns = asyncio.Semaphore(AT_ONCE)
        self._look_next = 0.0
        self._version = ""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = dict(scope["headers"])
        method = scope["method"]
        if method == "OPTIONS":
            await _send(send, 204, _BEFORE_ASKING)
            return
        if method not in ("GET", "HEAD"):
            answer = _refusal(headers, 405, "open_data.read_only")
        elif len(scope["query_string"]) > LONGEST_QUERY:
            answer = _refusal(headers, 414, "open_data.address_too_long")
        else:
            answer = await self._answer(scope, headers)
        if answer.tag and _has(headers.get(b"if-none-match", b""), answer.tag):
            await _send(send, 304, _without_body(answer.headers))
        else:
            body = b"" if method == "HEAD" else answer.body
            await _send(send, answer.status, answer.headers, body)

    async def _answer(self, scope: Scope, headers: dict[bytes, bytes]) -> Answer:
        self._look()
        query = scope["query_string"].decode("latin-1")
        if query:
            query = urlencode(sorted(parse_qsl(query, keep_blank_values=True)))
        encoding = encodings.chosen(headers.get(b"accept-encoding", b""))
        key = (scope["path"], query, encoding)
        return self.kept.get(key) or await self._once(key, headers)

    def _look(self) -> None:
        """Notice a new publication."""
        now = time.monotonic()
        if now < self._look_next:
            return
        self._look_next = now + LOOK_EVERY
        try:
            self._version = publications.current().version
        except Failure:
            self._version = ""
        self.kept.turn_to(self._version)

    async def _once(self, key: Key, headers: dict[bytes, bytes]) -> Answer:
        """Whoever asks for what is being made waits for it."""
        language = _language(headers)
        asked = (*key, language)
        task = self._under_way.get(asked)
        if task is None:
            if len(self._under_way) >= AT_ONCE + WAITING:
                return _refusal(headers, 503, "open_data.busy")
            task = asyncio.create_task(self._made(key, language))
            self._under_way[asked] = task
            task.add_done_callback(lambda _: self._under_way.pop(asked))
        # A reader who goes away does not take the answer from the others.
        return await asyncio.shield(task)

    async def _made(self, key: Key, language: str) -> Answer:
        path, query, encoding = key
        async with self._turns:
            if self._routes is None:
                # Only now: FastAPI takes a third of a second to import.
                self._routes = await run_in_threadpool(self._make)
            made = await _ask(self._routes, path, query, language)
            if made.status != 200:
                return made
            version = made.tag.decode() or self._version
            answer = await run_in_threadpool(_finished, made, encoding)
            self.kept.put(key, version, answer)
            return answer


async def _ask(routes: ASGIApp, path: str, query: str, language: str) -> Answer:
    """What the routes answer; of the reader they are told the language alone."""
    scope: Scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http",
        "path": path,
        "root_path": "",
        "query_string": query.encode("latin-1"),
        "headers": [(b"accept-language", language.encode())],
    }
    told: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        told.append(message)

    await routes(scope, receive, send)
    start, *parts = told
    headers = {name: value for name, value in start["headers"] if name != b"etag"}
    tag = dict(start["headers"]).get(b"etag", b"").strip(b'"')
    body = b"".join(part.get("body", b"") for part in parts)
    return Answer(start["status"], (*_FOR_ALL, *headers.items()), body, tag)


def _finished(made: Answer, encoding: str) -> Answer:
    """In the reader's encoding, with the headers for caches."""
    told = dict(made.headers)
    media_type = told.get(b"content-type", b"").decode()
    body, suffix = made.body, b""
    if encoding != encodings.PLAIN and encodings.is_worth_it(media_type, len(body)):
        body = encodings.encoded(body, encoding)
        told[b"content-encoding"] = encoding.encode()
        suffix = b"-" + encoding.encode()
    told[b"content-length"] = str(len(body)).encode()
    # What is not of a publication goes by what it says.
    tag = made.tag or hashlib.sha256(made.body).hexdigest()[:16].encode()
    told[b"etag"] = b'"' + tag + suffix + b'"'
    return Answer(200, (*told.items(), *_CACHED), body, tag)


def _has(if_none_match: bytes, tag: bytes) -> bool:
    """Whether a reader's cache has it, in whatever encoding."""
    if not if_none_match:
        return False
    had = {each.strip().removeprefix(b"W/") for each in if_none_match.split(b",")}
    ours = {b'"' + tag + b'"'}
    ours |= {b'"%b-%b"' % (tag, each.encode()) for each in encodings.ENCODINGS}
    return b"*" in had or not ours.isdisjoint(had)


def _without_body(headers: Headers) -> Headers:
    """What a cache renews: all but what describes a body."""
    of_body = (b"content-length", b"content-type", b"content-encoding")
    return tuple(each for each in headers if each[0] not in of_body)


def _refusal(headers: dict[bytes, bytes], status: int, key: str) -> Answer:
    extra = {405: {"Allow": "GET, HEAD, OPTIONS"}, 503: {"Retry-After": "5"}}
    response = problems.answer(
        _language(headers), status, key, extra.get(status), most=LONGEST_QUERY
    )
    return Answer(status, (*_FOR_ALL, *response.raw_headers), bytes(response.body))


def _language(headers: dict[bytes, bytes]) -> str:
    return i18n.preferred(headers.get(b"accept-language", b"").decode("latin-1"))


async def _send(send: Send, status: int, headers: Headers, body: bytes = b"") -> None:
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
