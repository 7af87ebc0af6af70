"""Files that are not what the source declares: said in a sentence, never guessed at."""

import pytest

from pipelines.errors import FileRefused
from tests.pipelines.worlds import World


def refusal(visits: World, text: str, name: str = "a.csv") -> str:
    """The first line of what is said of a file that is refused."""
    with pytest.raises(FileRefused) as refused:
        visits.read("visits", name, text)
    said = str(refused.value)
    assert said.startswith(f"visits: {name}: ")
    return said.removeprefix(f"visits: {name}: ")


@pytest.mark.parametrize("name", ["a.csv", "a.tsv", "a.jsonl"])
def test_an_empty_file_is_refused(visits: World, name: str) -> None:
    assert refusal(visits, "", name).startswith("it is empty: not even a header row")


def test_a_file_with_only_a_header_has_no_rows(visits: World) -> None:
    for text in ("visit_id,seen_on\n", "visit_id,seen_on"):
        found = visits.read("visits", "a.csv", text)
        assert (found.rows, found.rejects, found.rows_read) == ([], [], 0)


def test_a_lacking_column_is_named_with_its_aliases(visits: World) -> None:
    assert refusal(visits, "编号,人数\nv1,3\n").splitlines() == [
        "it lacks a column: seen_on or 日期",
        "  It has: 编号, 人数",
        "Correct the file, or add the header as an alias in sources/visits.toml.",
    ]


def test_two_headers_for_one_column_are_refused(visits: World) -> None:
    assert refusal(visits, "visit_id,日期,编号\nv1,2026-01-05,v2\n").startswith(
        "two headers stand for one column: 编号"
    )
    assert refusal(visits, "编号,日期,日期\nv1,2026-01-05,2026-01-06\n").startswith(
        "two headers stand for one column: 日期"
    )


def test_headers_match_whatever_their_case_spaces_and_underscores(
    visits: World,
) -> None:
    text = " Visit ID ,SEEN_ON,people,Hours \nv1,2026-01-05,3,1.5\n"
    found = visits.read("visits", "a.csv", text, "visit_id, people, hours")
    assert found.rows == [("v1", 3, 1.5)]


def test_columns_that_are_not_declared_are_left_out_and_noted(visits: World) -> None:
    text = "visit_id,seen_on,colour,\nv1,2026-01-05,red,x\n"
    found = visits.read("visits", "a.csv", text, "visit_id")
    assert found.rows == [("v1",)]
    assert found.notes == [
        "not declared, left out: colour, column 4, which has no header"
    ]


def test_a_missing_header_row_is_refused_without_showing_the_person_in_it(
    visits: World,
) -> None:
    said = refusal(visits, "张三,230102199001011234,138 1234 5678\n")
    assert "It has: 张三, ***, ***" in said


def test_a_page_that_is_no_table_is_refused_in_a_few_words(visits: World) -> None:
    for text in ("x" * 400_000, '"' + "x" * 400_000):
        assert len(refusal(visits, text)) < 400


def test_a_file_that_no_pattern_takes_is_left_alone_and_named(visits: World) -> None:
    visits.give("visits", "notes.doc", "x")
    visits.give("visits", "a.csv", "visit_id,seen_on\nv1,2026-01-05\n")
    visits.give("visits", ".hidden.csv", "x")
    visits.give("visits", "~$a.xlsx", "x")
    said = visits.command("run")
    assert said.status == 0
    assert (
        "visits: notes.doc left alone; no pattern of sources/visits.toml takes it"
        in said.err
    )
    assert visits.ask("SELECT name FROM file") == [("a.csv",)]


def test_what_lies_beside_the_folders_of_the_sources_is_named(visits: World) -> None:
    visits.give("visits", "a.csv", "visit_id,seen_on\nv1,2026-01-05\n")
    visits.give("vists", "b.csv", "visit_id,seen_on\nv2,2026-01-05\n")
    (visits.at.inbox / "c.csv").write_text("visit_id\nv3\n", encoding="utf-8")
    said = visits.command("run")
    assert said.status == 0
    belong = "left alone; files belong in the folder of their source: visits"
    assert f"inbox/c.csv {belong}" in said.err
    assert f"inbox/vists {belong}" in said.err
    assert visits.ask("SELECT name FROM file") == [("a.csv",)]
