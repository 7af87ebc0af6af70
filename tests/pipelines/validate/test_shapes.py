"""Columns of which one look tells that every text is plain; any doubt is none."""

import pyarrow as pa
import pytest

from pipelines.declarations import workspace as declarations
from pipelines.declarations.source import Source
from pipelines.validate import shapes
from tests.pipelines.worlds import World

SOURCE = """\
key      = ["visit_id"]
dated_by = "seen_at"
name     = { zh = "来访", en = "Visits" }

[columns.visit_id]
[columns.seen_at]
kind     = "timestamp"
required = true
[columns.note]
"""
NOON = "2026-01-31 12:00:00"


@pytest.fixture
def source(visits: World) -> Source:
    visits.write("sources/visits.toml", SOURCE)
    return declarations.load(visits.at).sources["visits"]


def plain(source: Source, keys: list[str | None], times: list[str | None]) -> set[str]:
    """What is plain of a column of keys and one of times, in two chunks each."""
    columns = {"visit_id": keys, "seen_at": times, "note": keys}
    table = pa.table(
        {
            name: pa.chunked_array([["v1" if name == "visit_id" else NOON], texts])
            for name, texts in columns.items()
        },
    )
    table = table.slice(1).cast(pa.schema([(name, pa.string()) for name in columns]))
    return set(shapes.plain(table, source))


def test_keys_of_ascii_and_times_to_the_second_are_plain(source: Source) -> None:
    assert plain(source, ["v-1", "~!"], [NOON, "2026/01/31T00:00:00"]) == {
        "visit_id",
        "seen_at",
    }
    assert plain(source, [None, "", "v1"], [None, NOON, ""]) == {"visit_id", "seen_at"}
    assert plain(source, [None], [None]) == {"visit_id", "seen_at"}


@pytest.mark.parametrize("key", ["v 1", "v1 ", "\tv1", "v1\n", "ｖ1", "v１", "v\x7f"])
def test_a_key_that_may_have_to_be_trimmed_or_made_half_width_is_not(
    source: Source, key: str
) -> None:
    assert plain(source, ["v1", key], [NOON, NOON]) == {"seen_at"}


@pytest.mark.parametrize(
    "time",
    [
        "2026-01-31 12:00+08",
        "2026-01-31 12:00-08",
        "2026-1-31 12:00:00Z",
        "2026-01-31 12:00:0Z",
        "2026-01-31",
        "2026-01-31 12:00:00.5",
        " 2026-01-31 12:00:0",
        "9",
    ],
)
def test_a_time_that_may_have_a_zone_or_another_form_is_not(
    source: Source, time: str
) -> None:
    assert plain(source, ["v1", "v2"], [NOON, time]) == {"visit_id"}
