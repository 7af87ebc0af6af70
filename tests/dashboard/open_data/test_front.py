"""What stands before the routes: caches, versions, bounds, and who may not be told."""

import asyncio
import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from starlette.responses import Response
from starlette.testclient import TestClient
from starlette.types import Receive, Scope, Send

from dashboard import publications
from dashboard.open_data import front, server
from dashboard.open_data.front import Front
from dashboard.open_data.kept import Answer, Kept
from tests.dashboard.open_data.conftest import publish_copy

SUBJECTS = "/api/v1/subjects"


class Routes:
    """Routes that count how often they are asked, and answer with so many bytes."""

    def __init__(self, size: int = 100) -> None:
        self.asked: list[str] = []
        self.size = size

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.asked.append(scope["query_string"].decode())
        await asyncio.sleep(0.01)
        headers = {"ETag": f'"{publications.current().version}"'}
        answer = Response("x" * self.size, 200, headers, "application/json")
        await answer(scope, receive, send)


async def ask(application: Front, query: str = "", **headers: str) -> dict[str, Any]:
    """Status, headers and body of a GET."""
    told: dict[str, Any] = {"body": b""}

    async def receive() -> Any:
        raise AssertionError("nothing of a GET is read")

    async def send(message: Any) -> None:
        if message["type"] == "http.response.start":
            told["status"] = message["status"]
            told["headers"] = {
                name.decode(): value.decode() for name, value in message["headers"]
            }
        else:
            told["body"] += message["body"]

    scope = {
        "type": "http",
        "method": "GET",
        "path": SUBJECTS,
        "query_string": query.encode(),
        "headers": [
            (name.replace("_", "-").encode(), value.encode())
            for name, value in headers.items()
        ],
    }
    await application(scope, receive, send)
    return told


@pytest.fixture
def counted(workspace: Path) -> Iterator[tuple[Front, Routes]]:
    routes = Routes()
    yield Front(lambda: routes), routes


def test_an_answer_is_made_once_whatever_the_order_of_its_filters(
    counted: tuple[Front, Routes],
) -> None:
    application, routes = counted

    async def many() -> None:
        # Together, while the first is being made.
        await asyncio.gather(*(ask(application, "a=1&b=2") for _ in range(20)))
        await ask(application, "b=2&a=1")
        await ask(application, "b=%32&a=1")

    asyncio.run(many())
    assert routes.asked == ["a=1&b=2"]


def test_caches_ask_by_version_and_encoding(client: TestClient) -> None:
    plain = client.get(SUBJECTS)
    assert plain.headers["etag"] == '"v1"'
    assert "max-age" in plain.headers["cache-control"]
    assert plain.headers["vary"] == "Accept-Encoding"
    for encoding in ("gzip", "br"):
        told = client.get(SUBJECTS, headers={"Accept-Encoding": encoding})
        assert told.headers["etag"] == f'"v1-{encoding}"'
        assert told.headers["content-encoding"] == encoding
        assert int(told.headers["content-length"]) < len(plain.content) / 3
        again = client.get(
            SUBJECTS,
            headers={
                "Accept-Encoding": encoding,
                "If-None-Match": f'"x", W/"v1-{encoding}"',
            },
        )
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["etag"] == told.headers["etag"]
    # Whoever knows the version knows enough.
    known = client.get(SUBJECTS, headers={"If-None-Match": '"v1"'})
    assert known.status_code == 304
    assert client.get(SUBJECTS, headers={"If-None-Match": '"v0"'}).status_code == 200


def test_encoded_bytes_are_those_of_the_answer(workspace: Path) -> None:
    from dashboard.open_data.routes import make

    application = Front(make)

    async def three() -> list[dict[str, Any]]:
        return [
            await ask(application, accept_encoding=encoding)
            for encoding in ("", "gzip;q=0.5, br;q=0", "gzip, br")
        ]

    plain, zipped, brotli = asyncio.run(three())
    assert gzip.decompress(zipped["body"]) == plain["body"]
    size = len(plain["body"])
    unpacked = pa.Codec("brotli").decompress(brotli["body"], size, asbytes=True)
    assert unpacked == plain["body"]
    assert json.loads(plain["body"])["total"] > 10


def test_head_is_get_without_a_body_and_nothing_can_be_written(
    client: TestClient,
) -> None:
    get, head = client.get(SUBJECTS), client.head(SUBJECTS)
    assert head.content == b""
    for name in ("content-length", "etag", "content-type"):
        assert head.headers[name] == get.headers[name]
    for method in ("POST", "PUT", "PATCH", "DELETE"):
        refused = client.request(method, SUBJECTS)
        assert refused.status_code == 405
        assert "GET" in refused.headers["allow"]
    allowed = client.options(SUBJECTS)
    assert allowed.headers["access-control-allow-origin"] == "*"
    assert get.headers["access-control-allow-origin"] == "*"


def test_a_new_publication_is_served_at_once_and_the_old_answers_are_forgotten(
    world: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GOVSCORE_DATA", str(tmp_path))
    monkeypatch.setattr(front, "LOOK_EVERY", 0.0)
    publish_copy(world, tmp_path)
    with TestClient(server.Alone()) as asked:
        assert asked.get(SUBJECTS).json()["version"] == "v1"
        publish_copy(world, tmp_path, "v2")
        told = asked.get(SUBJECTS, headers={"If-None-Match": '"v1"'})
        assert told.status_code == 200
        assert told.json()["version"] == "v2"
        assert asked.get("/healthz").json()["version"] == "v2"


def test_memory_stays_within_its_room_however_many_ask(
    workspace: Path,
) -> None:
    room = 50_000
    routes = Routes(size=4_000)
    application = Front(lambda: routes, room)

    async def many() -> None:
        for number in range(60):
            told = await ask(application, f"a={number}")
            assert told["status"] == 200
            assert application.kept.size <= room
        # The one asked last is there, the first is not.
        await ask(application, "a=59")
        assert len(routes.asked) == 60
        await ask(application, "a=0")
        assert len(routes.asked) == 61

    asyncio.run(many())
    routes.size = room // 2
    asyncio.run(ask(application, "large"))
    assert application.kept.size <= room
    # What hundreds ask for was not pushed out by it.
    assert len(application.kept) > 5


def test_more_than_can_wait_are_told_to_come_again(
    counted: tuple[Front, Routes],
) -> None:
    application, routes = counted

    async def many() -> list[int]:
        told = await asyncio.gather(
            *(ask(application, f"a={number}") for number in range(100))
        )
        return [each["status"] for each in told]

    statuses = asyncio.run(many())
    assert statuses.count(200) == front.AT_ONCE + front.WAITING == len(routes.asked)
    assert statuses.count(503) == 100 - statuses.count(200)


def test_a_long_query_is_not_read(counted: tuple[Front, Routes]) -> None:
    application, routes = counted
    told = asyncio.run(ask(application, "a=" + "x" * front.LONGEST_QUERY))
    assert told["status"] == 414
    assert routes.asked == []


def test_refusals_are_not_kept(client: TestClient) -> None:
    for language, title in (("zh", "筛选条件不成立"), ("en", "A filter cannot be so")):
        for _ in range(2):
            told = client.get(f"{SUBJECTS}?x=1", headers={"Accept-Language": language})
            assert told.json()["title"] == title


def test_whoever_is_signed_in_gets_what_everybody_gets(client: TestClient) -> None:
    cookie = {"Cookie": "govscore_session=abc"}
    assert client.get(SUBJECTS, headers=cookie).content == client.get(SUBJECTS).content
    assert "set-cookie" not in client.get(SUBJECTS, headers=cookie).headers


def test_an_answer_of_a_publication_that_is_none_any_more_is_not_kept() -> None:
    kept = Kept(10_000)
    kept.turn_to("v2")
    kept.put(("/a", "", "gzip"), "v1", Answer(200, (), b"old"))
    assert len(kept) == 0
