"""docs/demo.md tells the truth, its queries find what they say, the sample is fresh."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

from pipelines.demo import Summary
from pipelines.demo.figures import filled
from pipelines.demo.sample import SHOWN, write_sample

ROOT = Path(__file__).parents[3]
PAGE = (ROOT / "docs" / "demo.md").read_text("utf-8")
Year = tuple[Path, Summary]


def queries() -> dict[str, str]:
    """The queries of the page by the word they begin with."""
    return {
        re.match(r"-- (\w+):", query)[1]: query  # type: ignore[index]
        for query in re.findall(r"```sql\n(.*?)```", PAGE, re.DOTALL)
    }


@pytest.fixture
def answer(year: Year) -> Iterator[Callable[[str], list[tuple[Any, ...]]]]:
    """Runs a query of the page where the page says it is run."""
    before = Path.cwd()
    os.chdir(year[0].parent)
    yield lambda name: duckdb.connect().execute(queries()[name]).fetchall()
    os.chdir(before)


def test_the_figures_of_the_page_are_those_of_the_default_year(year: Year) -> None:
    # When the demo changes: python -m pipelines.demo.figures docs/demo.md
    assert filled(PAGE, year[1]) == PAGE


def test_every_story_of_the_page_has_a_query(
    answer: Callable[[str], list[tuple[Any, ...]]],
) -> None:
    assert list(queries()) == [
        *("slip", "hidden", "bursts", "tags"),
        *("correction", "repeats", "lenient", "people"),
    ]
    for name in queries():
        assert answer(name), name


def test_the_queries_find_what_is_planted(
    year: Year, answer: Callable[[str], list[tuple[Any, ...]]]
) -> None:
    (july, august, september) = answer("slip")
    assert max(july[2], august[2]) < 0.9
    assert september[2] > 0.97
    assert answer("hidden")[0][0] == 230300
    assert [row[2] for row in answer("bursts")] == [b.ratings for b in year[1].bursts]
    assert answer("correction") == [(year[1].correction.changed,)]
    assert answer("repeats") == [(1, 24), (2, 40)]
    assert answer("lenient")[0][0] == "PW-066"


def test_every_file_the_page_names_is_written(year: Year) -> None:
    names = {path.split("/")[1] for path in year[1].files}
    told = set(re.findall(r"`([\w-]+_[\w-]+\.(?:csv|tsv|xlsx|jsonl|parquet))`", PAGE))
    assert len(told) > 25
    assert told <= names


def test_the_sample_is_what_the_demo_writes_today(tmp_path: Path) -> None:
    # When the demo changes: python -m pipelines.demo.sample
    (tmp_path / "reference").symlink_to(ROOT / "data" / "reference")
    for path in write_sample(tmp_path):
        committed = ROOT / "data" / "sample" / path.relative_to(tmp_path / "sample")
        assert committed.read_bytes() == path.read_bytes(), path.name
    assert len(SHOWN) == 14
