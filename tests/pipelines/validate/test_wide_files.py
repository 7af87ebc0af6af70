"""Wide files, one answer a column, become one row an answer."""

from pathlib import Path

import pytest

from pipelines.errors import FileRefused
from tests.pipelines.worlds import World

SURVEY = """\
key      = ["response_id", "question"]
dated_by = "asked_on"
name     = { zh = "调查", en = "Survey" }
reject_limit = 0.5

[columns.response_id]
[columns.asked_on]
kind     = "date"
required = true
[columns.question]
[columns.answer]
kind    = "integer"
minimum = 1
maximum = 5
missing = ["9"]

[unpivot]
columns  = "^Q\\\\d+.*"
name_to  = "question"
value_to = "answer"
"""
HEADER = "response_id,asked_on,Q1,Q2 'quality',Q3,Wave\n"
SELECT = "row, response_id, question, answer"


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path / "data", survey=SURVEY)


def test_every_answer_becomes_a_row_of_its_own(world: World) -> None:
    text = HEADER + "r1,2026-01-05,1,2,9,x\nr2,2026-01-05,3,,5,x\n"
    found = world.read("survey", "a.csv", text, SELECT)
    assert sorted(found.rows) == [
        (2, "r1", "Q1", 1),
        (2, "r1", "Q2 'quality'", 2),
        (2, "r1", "Q3", None),
        (3, "r2", "Q1", 3),
        (3, "r2", "Q2 'quality'", None),
        (3, "r2", "Q3", 5),
    ]
    assert found.rows_read == 6
    assert found.notes == ["not declared, left out: Wave"]


@pytest.mark.parametrize("broken_row", ["", "r9,2026-01-05,1\n"])
def test_each_bad_answer_is_rejected_under_its_own_header(
    world: World, broken_row: str
) -> None:
    text = HEADER + f"r1,2026-01-05,7,2,x,\n{broken_row}r2,2026-01-05,3,,5,\n"
    found = world.read("survey", "a.csv", text, SELECT)
    assert [r for r in found.rejects if r[1]] == [
        (2, "Q1", "7", "out_of_range"),
        (2, "Q3", "x", "not_a_number"),
    ]
    world.give("survey", "a.csv", text)
    world.load()
    bad = 2 + bool(broken_row)  # a row that cannot be cut is one row
    assert world.ledger("survey") == {"a.csv": (4 + bad, 4, bad, 0, 0)}


def test_a_wide_file_in_json_lines_is_the_same(world: World) -> None:
    text = '{"response_id": "r1", "asked_on": "2026-01-05", "Q1": 1, "Q3": 9}\n'
    found = world.read("survey", "a.jsonl", text, SELECT)
    assert sorted(found.rows) == [(1, "r1", "Q1", 1), (1, "r1", "Q3", None)]


def test_a_wide_file_without_answers_is_refused(world: World) -> None:
    with pytest.raises(FileRefused, match="no header matches"):
        world.read("survey", "a.csv", "response_id,asked_on\nr1,2026-01-05\n")
