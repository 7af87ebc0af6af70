"""JSON lines and Parquet: the sender's types are put aside, ours decide."""

import io
import json
from datetime import UTC, date, datetime

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipelines.errors import FileRefused
from tests.pipelines.worlds import World

SELECT = "row, visit_id, seen_on, people, hours, note"


def lines(*objects: object) -> str:
    return "".join(json.dumps(each, ensure_ascii=False) + "\n" for each in objects)


def parquet(**columns: pa.Array | list[object]) -> bytes:
    content = io.BytesIO()
    pq.write_table(pa.table(columns), content)
    return content.getvalue()


def test_json_values_are_read_as_they_are_written(visits: World) -> None:
    text = lines(
        {"编号": "v1", "日期": "2026-01-05", "人数": 3, "hours": 1.50, "note": True},
        {"编号": 17, "日期": "20260106", "hours": None, "note": ["510", 402]},
        {"编号": "v3", "日期": "2026-01-07", "人数": 3.5},
    )
    found = visits.read("visits", "a.jsonl", text, SELECT)
    assert found.rows == [
        (1, "v1", date(2026, 1, 5), 3, 1.5, "true"),
        (2, "17", date(2026, 1, 6), None, None, "510,402"),
    ]
    assert found.rejects == [(3, "people", "3.5", "not_a_number")]
    assert found.format == "jsonl"


def test_a_line_that_is_no_object_is_rejected_by_its_number(visits: World) -> None:
    good = lines({"visit_id": "v1", "seen_on": "2026-01-05"})
    text = "\n" + good + '{"visit_id": "v2",\n[1, 2]\n' + good.replace("v1", "v3")
    found = visits.read("visits", "a.jsonl", text, "row, visit_id")
    assert (found.rows, found.rows_read) == ([(2, "v1"), (5, "v3")], 4)
    assert found.rejects == [
        (3, "", "", "not_an_object"),
        (4, "", "", "not_an_object"),
    ]


def test_a_key_that_only_a_late_line_has_is_not_lost(visits: World) -> None:
    plain = [{"visit_id": f"v{n:04}", "seen_on": "2026-01-05"} for n in range(1500)]
    text = lines(*plain, {"visit_id": "z", "seen_on": "2026-01-05", "people": 4})
    found = visits.read("visits", "a.jsonl", text, "visit_id, people")
    assert (len(found.rows), found.rows[-1]) == (1501, ("z", 4))


def test_a_broken_half_of_a_character_refuses_the_file(visits: World) -> None:
    text = '{"visit_id": "v1", "seen_on": "2026-01-05", "note": "\\ud800"}\n'
    with pytest.raises(FileRefused, match="it cannot be read to its end"):
        visits.read("visits", "a.jsonl", text)


def test_parquet_types_become_text_and_then_ours(visits: World) -> None:
    moment = datetime(2026, 1, 5, 2, tzinfo=UTC)
    content = parquet(
        visit_id=[1, 2, 3],
        seen_on=pa.array([moment] * 3, pa.timestamp("us", tz="Asia/Shanghai")),
        people=pa.array([3.0, None, 3.5]),  # whole numbers beside an empty cell
        hours=pa.array([1.25, 1e20, float("nan")]),
        note=[["a", "b"], None, ["c"]],
    )
    found = visits.read("visits", "a.parquet", content, SELECT)
    assert found.rows == [
        (2, "1", date(2026, 1, 5), 3, 1.25, "a,b"),
        (3, "2", date(2026, 1, 5), None, 1e20, None),
    ]
    assert found.rejects == [
        (4, "hours", "nan", "not_a_number"),
        (4, "people", "3.5", "not_a_number"),
    ]
    assert found.format == "parquet"


def test_parquet_days_and_texts_need_no_format(visits: World) -> None:
    content = parquet(编号=["v1"], 日期=[date(2026, 1, 5)], 备注=["好"])
    found = visits.read("visits", "a.parquet", content, "visit_id, seen_on, note")
    assert found.rows == [("v1", date(2026, 1, 5), "好")]


def test_what_is_no_parquet_is_refused(visits: World) -> None:
    with pytest.raises(FileRefused, match="it is not a readable Parquet file"):
        visits.read("visits", "a.parquet", b"PAR1 no more")


def test_a_parquet_file_that_breaks_off_inside_is_refused(visits: World) -> None:
    content = bytearray(parquet(visit_id=["v1"] * 50, seen_on=["2026-01-05"] * 50))
    content[4:60] = bytes(56)
    with pytest.raises(FileRefused, match="it cannot be read to its end"):
        visits.read("visits", "a.parquet", bytes(content))
