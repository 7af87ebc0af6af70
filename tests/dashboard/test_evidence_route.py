"""GET /evidence/{id}: the same rights as the pages, a safe name, nothing shown."""

from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from dashboard import evidence_route
from dashboard.accounts import here
from dashboard.accounts.principal import NOBODY
from dashboard.assessments import evidence
from dashboard.routes import ROUTES
from tests.dashboard.assessments import world as worlds
from tests.dashboard.assessments.world import NOW, World

HTML = b"<script>alert(1)</script>"


@pytest.fixture
def world(sqlite_store: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    monkeypatch.setenv("GOVSCORE_DATA", str(tmp_path / "workspace"))
    monkeypatch.setenv("GOVSCORE_AUDIENCE", "")
    return worlds.build()


def client_of(
    world: World, who: str | None, monkeypatch: pytest.MonkeyPatch
) -> TestClient:
    reader = world.principal(who) if who else NOBODY
    monkeypatch.setattr(here, "of_request", lambda _request: reader)
    return TestClient(Starlette(routes=ROUTES))


def test_a_file_is_saved_under_its_name_and_never_shown(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = evidence.keep(world.principal("wang"), "检查 记录.html", HTML, NOW)
    client = client_of(world, "wang", monkeypatch)
    answer = client.get(f"/evidence/{kept.evidence_id}")
    assert (answer.status_code, answer.content) == (200, HTML)
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["cache-control"] == "private, no-store"
    assert answer.headers["content-disposition"] == (
        'attachment; filename="__ __.html.txt"; filename*=UTF-8'
        "''%E6%A3%80%E6%9F%A5%20%E8%AE%B0%E5%BD%95.html.txt"
    )


@pytest.mark.parametrize("who", [None, *sorted(set(worlds.PEOPLE) - {"wang"})])
def test_to_others_it_is_as_if_there_were_none(
    world: World, monkeypatch: pytest.MonkeyPatch, who: str | None
) -> None:
    kept = evidence.keep(world.principal("wang"), "a.txt", HTML, NOW)
    client = client_of(world, who, monkeypatch)
    refused = client.get(f"/evidence/{kept.evidence_id}?lang=en")
    none = client.get("/evidence/999999?lang=en")
    assert refused.status_code == none.status_code == 404
    assert refused.text == none.text
    assert "not for you" in refused.text


def test_a_number_no_store_can_have_is_none_either(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = client_of(world, "wang", monkeypatch)
    for number in (2**31, 2**63, 10**40):
        assert client.get(f"/evidence/{number}").status_code == 404


def test_a_public_deployment_has_no_evidence(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = evidence.keep(world.principal("wang"), "a.txt", HTML, NOW)
    client = client_of(world, "wang", monkeypatch)
    monkeypatch.setenv("GOVSCORE_AUDIENCE", "public")
    assert client.get(f"/evidence/{kept.evidence_id}").status_code == 404


def test_only_numbers_are_asked_for_and_only_read(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = client_of(world, "wang", monkeypatch)
    assert client.get("/evidence/..%2F..%2Fetc").status_code == 404
    assert client.post("/evidence/1").status_code == 405


def test_a_name_cannot_end_its_header() -> None:
    said = evidence_route.disposition('a"; filename="b.exe\r\nX: y')
    assert said.startswith('attachment; filename="a__ filename__b.exe__X_ y"; ')
    assert "\r" not in said
    assert said.count('"') == 2
