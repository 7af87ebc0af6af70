"""What is planted among the demo's ratings is found, and next to nothing else is."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

from pipelines import run as running
from pipelines.demo import Summary, generate, planned
from pipelines.locations import Locations
from pipelines.progress import telling

ROOT = Path(__file__).parents[3]
# From here on as much is planted as in the default year.
CASES = 100_000
ORGAN = f"organ:{planned.BURST_CITY}/{planned.BURST_DEPARTMENT}"

Asked = Callable[[str], list[tuple[Any, ...]]]


@pytest.fixture(scope="module")
def measured(workspace: Callable[[], Path]) -> Iterator[tuple[Summary, Asked]]:
    """A year taken through a whole run: what was planted, and what is published."""
    data = workspace()
    for name in ("sources", "indicators", "schemes"):
        shutil.copytree(ROOT / "data" / name, data / name)
    for name in ("workspace.toml", "honesty.toml"):
        shutil.copy(ROOT / "data" / name, data)
    summary = generate(data, cases=CASES)
    at = Locations(data)
    with telling(quiet=True) as teller:
        assert running.run(at, teller=teller).status == "published"
    named = json.loads(at.current.read_text("utf-8"))["files"]["internal"]
    with duckdb.connect(str(at.published / named), read_only=True) as con:
        yield summary, lambda sql: con.execute(sql).fetchall()
    shutil.rmtree(data)


def test_every_planted_burst_is_found_to_the_last_rating(
    measured: tuple[Summary, Asked],
) -> None:
    summary, ask = measured
    found = ask(
        "SELECT day, subject_id, n FROM honesty_flag WHERE kind = 'burst' "
        f"AND subject_id = '{ORGAN}' ORDER BY day"
    )
    assert found == [(each.day, ORGAN, each.ratings) for each in summary.bursts]
    assert len(found) == 6


def test_every_planted_contradiction_is_listed_and_no_other(
    measured: tuple[Summary, Asked],
) -> None:
    summary, ask = measured
    found = dict(ask("SELECT kind, count(*) FROM contradicting_rating GROUP BY kind"))
    assert found == {
        "tag_against_level": summary.level_contradictions,
        "tag_against_clock": summary.deadline_contradictions,
    }


def test_no_more_than_one_false_suspicion_a_month(
    measured: tuple[Summary, Asked],
) -> None:
    summary, ask = measured
    planted = {each.day for each in summary.bursts}
    false = Counter(
        month
        for month, kind, subject, day in ask(
            "SELECT month, kind, subject_id, day FROM honesty_flag"
        )
        if not (kind == "burst" and subject == ORGAN and day in planted)
    )
    assert all(count <= 1 for count in false.values()), false


def test_the_page_says_how_much_it_matters(measured: tuple[Summary, Asked]) -> None:
    # All ratings of the burst were satisfied: without them fewer are.
    _, ask = measured
    ((flags, share, without),) = ask(
        "SELECT flag_count, share, share_without FROM doubt "
        f"WHERE subject_id = '{ORGAN}' AND period_kind = 'quarter' "
        "AND period = '2026-07-01'"
    )
    assert flags == 3
    assert without < share
