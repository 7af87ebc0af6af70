"""Encodings: as declared, with detection as a help that says so."""

import pytest

from pipelines.errors import FileRefused
from tests.pipelines.worlds import World

TEXT = "编号,日期,人数,备注\nv1,2026-01-05,3,窗口热情\nv2,2026-01-06,4,等候较久\n"
ROWS = [(2, "v1", 3, "窗口热情"), (3, "v2", 4, "等候较久")]
SELECT = "row, visit_id, people, note"


@pytest.mark.parametrize(
    ("encoding", "notes"),
    [
        ("utf-8", []),
        ("utf-8-sig", ["read as utf-8-sig, as its bytes show"]),
        ("gb18030", ["read as gb18030, as its bytes show"]),
        ("utf-16", ["read as utf-16, as its bytes show"]),
    ],
)
def test_a_file_is_read_in_its_encoding_and_a_surprise_is_noted(
    visits: World, encoding: str, notes: list[str]
) -> None:
    found = visits.read("visits", "a.csv", TEXT.encode(encoding), SELECT)
    assert (found.rows, found.notes, found.encoding) == (ROWS, notes, encoding)


def test_the_declared_encoding_needs_no_note(visits: World) -> None:
    visits.edit("sources/visits.toml", "key      =", 'encodings = ["gb18030"]\nkey =')
    found = visits.read("visits", "a.csv", TEXT.encode("gb18030"), SELECT)
    assert (found.rows, found.notes) == (ROWS, [])


def test_a_wrong_encoding_is_refused_and_the_likely_one_is_named(visits: World) -> None:
    visits.edit("sources/visits.toml", "key      =", 'encodings = ["utf-8"]\nkey =')
    with pytest.raises(FileRefused) as refused:
        visits.read("visits", "a.csv", TEXT.encode("gb18030"))
    assert str(refused.value) == (
        "visits: a.csv: its bytes are not valid utf-8; it looks like gb18030\n"
        "Declare the encoding in sources/visits.toml, or ask for UTF-8."
    )


@pytest.mark.parametrize("name", ["a.csv", "a.jsonl"])
def test_a_row_with_undecodable_bytes_is_rejected_and_the_others_stand(
    visits: World, name: str
) -> None:
    text = "visit_id,seen_on,note\nv1,2026-01-05,办理大厅很好\nv2,2026-01-06,?\n"
    if name.endswith("jsonl"):
        text = '{"编号":"v1","日期":"2026-01-05","备注":"办理大厅很好"}\n'
        text += '{"编号":"v2","日期":"2026-01-06","备注":"?"}\n'
    found = visits.read(
        "visits", name, text.encode().replace(b"?", b"\xff"), "visit_id, note"
    )
    second = 2 if name.endswith("jsonl") else 3
    assert found.rows == [("v1", "办理大厅很好")]
    assert found.rejects == [(second, "", None, "undecodable")]
    assert found.rows_read == 2


def test_a_damaged_utf8_file_does_not_pass_for_gb18030(visits: World) -> None:
    damaged = TEXT.encode().replace("热".encode(), "热".encode()[:2])
    found = visits.read("visits", "a.csv", damaged, SELECT)
    assert (found.encoding, found.rows) == ("utf-8", ROWS[1:])
    assert found.rejects == [(2, "", None, "undecodable")]


def test_undecodable_bytes_in_a_column_that_does_not_enter_do_no_harm(
    visits: World,
) -> None:
    text = "编号,日期,人数,窗口名称\nv1,2026-01-05,3,?\nv2,2026-01-06,4,一号窗口\n"
    damaged = text.encode().replace(b"?", b"\xff")
    found = visits.read("visits", "a.csv", damaged, "visit_id, people")
    assert (found.rows, found.rejects) == ([("v1", 3), ("v2", 4)], [])
    assert found.notes == ["not declared, left out: 窗口名称"]
