"""What the routes of the open data answer, by the invented world of world.py."""

import csv
import io
import json
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pyarrow.parquet as pq
import pytest
from starlette.testclient import TestClient

from dashboard.open_data import server
from tests.dashboard import questions
from tests.dashboard import world as invented
from tests.dashboard.open_data.conftest import publish_copy
from tests.dashboard.questions import named

BASE = "/api/v1"
MANY = (
    "periods",
    "subjects",
    "indicators",
    "observations",
    "scorecards/city:230100",
    "rankings/satisfaction",
)


def rows(client: TestClient, address: str) -> list[dict[str, Any]]:
    answer = client.get(f"{BASE}/{address}")
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()["rows"]
    return found


def test_the_publication_tells_its_version_its_languages_and_its_limits(
    client: TestClient,
) -> None:
    told = client.get(f"{BASE}/publication").json()
    assert told["version"] == "v1"
    assert told["as_of"] == "2026-10-31"
    assert told["published_at"] == "2026-11-01T02:03:04Z"
    assert told["languages"] == ["zh", "en"]
    assert told["latest_period"] == "2026-07-01"


def test_subjects_are_told_by_kind_and_in_the_language_asked_for(
    client: TestClient,
) -> None:
    found = rows(client, "subjects")
    kinds = [row["kind"] for row in found]
    assert kinds.count("city") == len(invented.CITIES)
    assert kinds.count("department") == len(invented.DEPARTMENTS)
    (harbin,) = rows(client, "subjects?subject_id=city:230100&language=en")
    assert harbin["name"] == "Harbin"
    assert harbin["peer_group_name"] == "Larger cities"


def test_observations_go_by_their_filters(client: TestClient) -> None:
    address = (
        "observations?indicator_id=on_time_rate&kind=city&period_kind=quarter"
        "&period=2026-07-01"
    )
    found = rows(client, address)
    assert len(found) == len(invented.CITIES)
    (harbin,) = rows(client, f"{address}&subject_id=city:230100&language=zh")
    assert (harbin["subject_name"], harbin["indicator_name"], harbin["unit"]) == (
        "哈尔滨市",
        "按时办结率",
        "share",
    )
    # What a share rests on stands beside it.
    assert harbin["value"] == pytest.approx(harbin["numerator"] / harbin["denominator"])
    later = rows(client, "observations?period_kind=month&period_from=2026-09-01")
    assert {row["period"] for row in later} == {"2026-09-01", "2026-10-01"}


def test_a_withheld_figure_is_null_and_says_so(client: TestClient) -> None:
    found = rows(client, "observations?state=withheld&limit=10000")
    assert found
    for row in found:
        figures = ("value", "low", "high", "numerator", "denominator")
        assert [row[name] for name in figures] == [None] * 5
    for row in rows(client, "observations?limit=10000"):
        assert (row["value"] is not None) == (row["state"] in ("ok", "provisional"))


def test_a_scorecard_comes_with_the_parts_that_make_it(client: TestClient) -> None:
    card = rows(client, "scorecards/city:230100?period_kind=quarter&language=en")[1]
    assert card["period"] == "2026-07-01"
    assert [part["pillar_name"] for part in card["pillars"]] == [
        "Satisfaction",
        "Timeliness",
        "Assessment",
    ]
    weights = sum(part["weight"] for part in card["indicators"])
    assert weights == pytest.approx(1)


def test_the_ranking_is_in_the_order_of_places(client: TestClient) -> None:
    found = rows(
        client,
        "rankings/satisfaction?kind=city&period_kind=quarter&period=2026-07-01",
    )
    ranked = [row for row in found if row["state"] == "ranked"]
    assert [row["rank"] for row in ranked] == sorted(row["rank"] for row in ranked)
    assert all(row["n"] >= 30 for row in ranked)
    assert {row["state"] for row in found[len(ranked) :]} <= {"listed", "withheld"}


def test_pages_follow_one_another_until_everything_was_told(client: TestClient) -> None:
    everything = rows(client, "indicators")
    address, found = "?limit=5", []
    while address:
        answer = client.get(f"{BASE}/indicators{address}")
        told = answer.json()
        assert told["total"] == len(everything)
        found += told["rows"]
        address = told["next"]
        link = answer.headers.get("link", "")
        assert link == (f'<{address}>; rel="next"' if address else "")
    assert found == everything


@pytest.mark.parametrize("name", MANY)
def test_csv_and_parquet_have_the_rows_of_json(client: TestClient, name: str) -> None:
    told = rows(client, f"{name}?limit=10000&language=en")
    asked = f"{BASE}/{name}?limit=10000&language=en&format="
    answer = client.get(f"{asked}csv")
    assert answer.content.startswith(b"\xef\xbb\xbf")
    lines = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [line[next(iter(line))] for line in lines] == [
        str(row[next(iter(line))]) for row, line in zip(told, lines, strict=True)
    ]
    answer = client.get(f"{asked}parquet")
    table = pq.read_table(io.BytesIO(answer.content))
    assert table.num_rows == len(told)
    if "value" in table.column_names:
        assert str(table.schema.field("value").type) == "double"
        assert table.column("value").to_pylist() == [row["value"] for row in told]
        # Nothing in a cell, not a nought.
        empty = [line["value"] == "" for line in lines]
        assert empty == [row["value"] is None for row in told]


def test_a_small_file_is_told_to_the_last_row_and_formulas_in_it_are_harmless(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hostile = '=HYPERLINK("http://x")'
    figure = {"indicator_id": "rate", "subject_id": "city:1", "period_kind": "month"}
    questions.publish(
        tmp_path,
        {
            "publication": [{"languages": ["zh"]}],
            "subject": [
                {"subject_id": "city:1", "kind": "city", "name": named(hostile)}
            ],
            "indicator": [{"indicator_id": "rate", "name": named("Rate")}],
            "observation": [
                {**figure, "period": date(2026, 9, 1), "state": "ok", "n": 12.0,
                 "value": 0.25, "numerator": 3.0, "denominator": 12.0},
                {**figure, "period": date(2026, 8, 1), "state": "withheld"},
            ],
        },
    )  # fmt: skip
    monkeypatch.setenv("GOVSCORE_DATA", str(tmp_path))
    with TestClient(server.Alone()) as asked:
        found = rows(asked, "observations")
        assert [(row["state"], row["value"], row["n"]) for row in found] == [
            ("ok", 0.25, 12),
            ("withheld", None, None),
        ]
        # A program that reads JSON gets a name as it is.
        assert found[0]["subject_name"] == hostile
        answer = asked.get(f"{BASE}/observations?format=csv")
    lines = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [(line["value"], line["n"]) for line in lines] == [("0.25", "12"), ("", "")]
    assert lines[0]["subject_name"] == f"'{hostile}"


def test_what_the_internal_file_holds_is_in_no_answer(
    world: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish_copy(world, tmp_path)
    folder = tmp_path / "published"
    shutil.copy(folder / "v1-public.duckdb", folder / "v1-internal.duckdb")
    current = json.loads((folder / "current.json").read_text("utf-8"))
    current["files"]["internal"] = "v1-internal.duckdb"
    (folder / "current.json").write_text(json.dumps(current), "utf-8")
    with duckdb.connect(str(folder / "v1-internal.duckdb")) as con:
        con.execute(
            "UPDATE observation SET value = 7654321, n = 7654321, numerator = 7654321 "
            "WHERE state = 'withheld'"
        )
        con.execute(
            "UPDATE subject SET name = MAP {'zh': 'X7654321', 'en': 'X7654321'}"
        )
    monkeypatch.setenv("GOVSCORE_DATA", str(tmp_path))
    told = 0
    with TestClient(server.Alone()) as asked:
        for name in ("publication", *MANY):
            for form in ("json", "csv", "parquet"):
                answer = asked.get(f"{BASE}/{name}?format={form}")
                assert answer.status_code == 200
                text = answer.text
                if form == "parquet":
                    text = str(pq.read_table(io.BytesIO(answer.content)).to_pydict())
                assert "7654321" not in text
                told += len(text)
    assert told > 100_000


@pytest.mark.parametrize(
    ("address", "filter_", "allowed"),
    [
        ("subjects?bad=1", "bad", "kind"),
        ("observations?format=xml", "format", "parquet"),
        ("observations?language=ru", "language", "zh"),
        ("observations?indicator_id=nope", "indicator_id", "on_time_rate"),
        ("observations?subject_id=organ:1/x", "subject_id", None),
        ("observations?period=2019-01-01", "period", "2026-07-01"),
        ("observations?period=yesterday", "period", None),
        ("observations?limit=100000", "limit", None),
        ("observations?state=secret", "state", "withheld"),
        ("observations?period_kind=week", "period_kind", "quarter"),
        ("rankings/satisfaction?kind=organ", "kind", "city"),
        ("publication?kind=city", "kind", "language"),
        ("openapi.json?x=1", "x", None),
        ("subjects?subject_id=' OR 1=1 --", "subject_id", None),
        ("subjects?subject_id=" + "x" * 300, "subject_id", None),
        ("subjects?" + "&".join(["subject_id=all"] * 51), "subject_id", None),
    ],
)
def test_what_is_not_known_is_refused_by_name_with_what_is_allowed(
    client: TestClient, address: str, filter_: str, allowed: str | None
) -> None:
    answer = client.get(f"{BASE}/{address}", headers={"Accept-Language": "en-GB"})
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["cache-control"] == "no-store"
    told = answer.json()
    assert filter_ in [error["filter"] for error in told["errors"]]
    assert filter_ in told["detail"]
    if allowed:
        assert allowed in told["errors"][0]["allowed"]


def test_refusals_speak_the_readers_language(client: TestClient) -> None:
    def said(language: str) -> str:
        answer = client.get(
            f"{BASE}/scorecards/city:9", headers={"Accept-Language": language}
        )
        assert answer.status_code == 404
        return str(answer.json()["title"])

    assert said("en;q=0.8, zh;q=0.1") == "No such data"
    assert said("zh-CN") == said("fr") == "没有这项数据"


def test_nothing_published_is_503_and_says_when_to_try_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GOVSCORE_DATA", str(tmp_path))
    with TestClient(server.Alone()) as asked:
        for name in ("publication", *MANY):
            answer = asked.get(f"{BASE}/{name}")
            assert answer.status_code == 503
            assert answer.headers["retry-after"]
        assert asked.get("/healthz").status_code == 503
        assert asked.get(f"{BASE}/openapi.json").status_code == 200
