"""Files are loaded in batches; what an earlier one said is not looked up again."""

from pathlib import Path

import pytest

from pipelines.declarations import workspace as declarations
from pipelines.landing.inbox import Arrival, Stamp
from pipelines.validate import load
from tests.pipelines.worlds import World

RATINGS = """\
key      = ["case_id"]
dated_by = "rated_on"
name     = { zh = "好差评", en = "Ratings" }
reject_limit = 1

[columns.case_id]
[columns.city_id]
kind = "city"
[columns.channel]
kind  = "channel"
codes = { "1" = "pc", "2" = "window" }
[columns.rated_on]
kind     = "date"
required = true
"""
HEADER = "case_id,rated_on,city_id,channel\n"
# The second file says what the first did not, and what nobody knows; the third says
# nothing of a city, and the fourth only what was said before.
FILES = {
    "a.csv": "v1,2025-06-02,230100,1\nv2,2025-06-02,230100,1\n",
    "b.csv": "v3,2025-06-03,231000,2\nv4,2025-06-03,230999,1\nv5,2025-06-03,230100,8\n",
    "c.csv": "v6,2025-06-04,,1\nv7,2025-06-04,哈尔滨,\n",
    "d.csv": "v8,2025-06-05,231000,2\nv9,2025-06-05,230999,2\n",
}
LOADED = [
    ("v1", "230100", "pc"),
    ("v2", "230100", "pc"),
    ("v3", "231000", "window"),
    ("v6", None, "pc"),
    ("v7", "230100", None),
    ("v8", "231000", "window"),
]
REFUSED = [
    ("b.csv", 3, "city_id", "230999", "unknown_city"),
    ("b.csv", 4, "channel", "8", "unknown_channel"),
    ("d.csv", 3, "city_id", "230999", "unknown_city"),
]


@pytest.mark.parametrize("batch", [1, load.BATCH_BYTES])
def test_what_only_a_later_batch_says_is_known_or_refused_like_any_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, batch: int
) -> None:
    monkeypatch.setattr(load.Loader, "batch_bytes", batch)
    world = World(tmp_path / "data", ratings=RATINGS)
    for name, rows in FILES.items():
        world.give("ratings", name, HEADER + rows)
    world.load()
    found = world.ask(
        'SELECT case_id, city_id, channel FROM typed."ratings" ORDER BY case_id'
    )
    assert [(key, city, channel) for key, city, channel in found] == LOADED
    refused = world.ask(
        "SELECT f.name, r.row, r.column_name, r.value, r.reason_code "
        "FROM main.reject AS r JOIN file AS f USING (file_id) ORDER BY ALL"
    )
    assert refused == REFUSED


@pytest.mark.parametrize(
    ("suffix", "megabytes", "batches"),
    [("csv", 60, 1), ("csv", 70, 2), ("parquet", 12, 1), ("parquet", 14, 2)],
)
def test_a_batch_holds_as_much_text_whatever_format_it_is_packed_in(
    tmp_path: Path, suffix: str, megabytes: int, batches: int
) -> None:
    """192 MB of text: three CSV files of 60 MB, or of Parquet a fifth of that each."""
    world = World(tmp_path / "data", ratings=RATINGS)
    source = declarations.load(world.at).sources["ratings"]
    stamp = Stamp(megabytes << 20, 0, "")
    names = [f"{month}.{suffix}" for month in ("a", "b", "c")]
    given = [Arrival(Path(name), name, name, "", stamp) for name in names]
    found = [
        [arrival.name for arrival in batch]
        for _, batch in load._batches(source, given, set(), load.BATCH_BYTES)
    ]
    assert [name for batch in found for name in batch] == names
    assert len(found) == batches
