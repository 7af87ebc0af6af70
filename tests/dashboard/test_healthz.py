"""GET /healthz of a real server process: what is published, or why nothing is."""

import json
import urllib.error
import urllib.request
from pathlib import Path

from tests.dashboard import published
from tests.serving import served


def get(address: str) -> tuple[int, dict[str, str]]:
    try:
        with urllib.request.urlopen(address, timeout=10) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as refusal:
        return refusal.code, json.load(refusal)


def test_healthz_before_and_after_publications_and_without_a_restart(
    tmp_path: Path,
) -> None:
    with served(tmp_path, tmp_path / "server.log") as server:
        status, told = get(f"{server.address}/healthz")
        assert status == 503
        assert told["reason"]

        published.publish(tmp_path)
        status, told = get(f"{server.address}/healthz")
        assert status == 200
        assert told == {
            "status": "ok",
            "version": "v1",
            "as_of": "2026-10-31",
            "published_at": "2026-11-01T02:03:04+00:00",
        }

        published.publish(tmp_path, "v2")
        assert get(f"{server.address}/healthz")[1]["version"] == "v2"


def test_a_public_deployment_is_healthy_and_open_without_the_internal_file(
    tmp_path: Path,
) -> None:
    folder = published.publish(tmp_path)
    (folder / "v1-internal.duckdb").unlink()
    with served(tmp_path, tmp_path / "server.log", "public") as server:
        assert get(f"{server.address}/healthz")[0] == 200
        # The open data stand beside the pages, in the same process.
        status, told = get(f"{server.address}/api/v1/subjects?kind=city&limit=1")
        assert (status, told["version"]) == (200, "v1")
        assert get(f"{server.address}/api/v1/subjects?kind=king")[0] == 422
