"""`check`: one file looked at as a run would, and nothing loaded."""

import json
from pathlib import Path

import pytest

from tests.pipelines.worlds import World

HEADER = "编号,日期,人数,颜色\n"


@pytest.fixture
def file(visits: World) -> Path:
    visits.edit("sources/visits.toml", "key      =", "reject_limit = 0.5\nkey =")
    text = HEADER + "v1,2026-01-05,3,red\nv2,20260106,x,\nv3,,-1,\nv4,2026-01-05,4,\n"
    return visits.write("elsewhere/2026-01.csv", text.encode("gb18030"))


def listed(visits: World) -> list[str]:
    paths = visits.at.root.rglob("*")
    return sorted(str(path) for path in paths if path.is_file())


def test_it_tells_rows_reasons_and_notes_and_loads_nothing(
    visits: World, file: Path
) -> None:
    before = listed(visits)
    said = visits.command("check", str(file), "--source", "visits", "--json")
    assert (said.status, listed(visits)) == (0, before)
    outside = "The number lies outside the range the source allows."
    wanted = "A value is required and none is given."
    keys = ("row", "column_name", "value", "reason", "reason_code")
    rejects = [
        (3, "people", "x", "This is not a number.", "not_a_number"),
        (4, "seen_on", None, wanted, "missing"),
        (4, "people", "-1", outside, "out_of_range"),
    ]
    assert json.loads(said.out) == {
        "file": str(file),
        "source": "visits",
        "rows_read": 4,
        "rows_good": 2,
        "rows_rejected": 2,
        "notes": [
            "read as gb18030, as its bytes show",
            "not declared, left out: 颜色",
        ],
        "rejects": [dict(zip(keys, reject, strict=True)) for reject in rejects],
        "refusal": None,
    }


def test_it_says_the_same_in_words(visits: World, file: Path) -> None:
    said = visits.command("check", str(file), "--source", "visits")
    assert said.out.splitlines() == [
        f"{file}: 4 rows read, 2 good, 2 rejected.",
        "  note: read as gb18030, as its bytes show",
        "  note: not declared, left out: 颜色",
        "  row 3, people 'x': This is not a number.",
        "  row 4, seen_on '': A value is required and none is given.",
        "  row 4, people '-1': The number lies outside the range the source allows.",
    ]


def test_it_says_when_a_run_would_refuse_the_file(visits: World, file: Path) -> None:
    visits.edit("sources/visits.toml", "reject_limit = 0.5", "reject_limit = 0.4")
    said = visits.command("check", str(file), "--source", "visits")
    assert said.status == 1
    assert said.out.splitlines()[-4:] == [
        "A run would refuse it.",
        "visits: 2 of 4 rows rejected; the limit is 40.0%.",
        "First: 2026-01.csv row 3, people 'x': This is not a number.",
        "Ask the sender for a corrected file, then run "
        "`python -m pipelines run` again.",
    ]


def test_it_says_why_a_file_cannot_be_read(visits: World) -> None:
    file = visits.write("elsewhere/a.xlsx", b"PK no workbook")
    said = visits.command("check", str(file), "--source", "visits")
    assert said.status == 1
    assert "visits: a.xlsx: it is not a workbook" in said.out


def test_it_says_when_a_run_would_not_even_look_at_the_file(visits: World) -> None:
    visits.edit("sources/visits.toml", "key      =", 'files = ["*.tsv"]\nkey =')
    file = visits.write("elsewhere/a.csv", "visit_id,seen_on\nv1,2026-01-05\n")
    said = visits.command("check", str(file), "--source", "visits")
    assert (
        "a run would leave it alone: no pattern of sources/visits.toml takes its name"
        in said.out
    )


def test_a_file_or_source_that_is_not_there_is_a_wrong_call(visits: World) -> None:
    file = visits.write("elsewhere/a.csv", "visit_id\n")
    said = visits.command("check", str(file), "--source", "visit")
    assert said.status == 2
    assert said.err == "There is no source 'visit'. Known: visits.\n"
    said = visits.command("check", "nowhere.csv", "--source", "visits")
    assert (said.status, said.err) == (2, "There is no file nowhere.csv.\n")
