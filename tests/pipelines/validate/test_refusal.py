"""Past the reject limit a source is refused as a whole, in a sentence."""

import csv
import json
from pathlib import Path

import pytest

from tests.pipelines.worlds import VISITS, World

HEADER = "visit_id,seen_on,people,note\n"
GOOD = HEADER + "".join(f"g{n},2026-01-05,1,\n" for n in range(4))
BAD = HEADER + "b1,31/02/2026,1,\nb2,2026-01-05,-1,\nb3,2026-01-05,=1+1,\n"


@pytest.fixture
def world(visits: World) -> World:
    """Rejects of half the rows are borne, and a good file was published."""
    visits.edit("sources/visits.toml", "key      =", "reject_limit = 0.5\nkey =")
    visits.give("visits", "01.csv", GOOD)
    assert visits.run().status == "published"
    return visits


def rejects(world: World) -> list[list[str]]:
    with (world.at.rejects / "visits.csv").open(encoding="utf-8-sig") as lines:
        return list(csv.reader(lines))


def test_past_the_limit_the_run_ends_with_one_and_a_sentence(world: World) -> None:
    before = world.at.current.read_bytes()
    world.give("visits", "02.csv", BAD)
    said = world.command("run")
    assert (said.status, "Traceback" in said.err) == (1, False)
    assert said.out.splitlines()[:6] == [
        "visits: 3 of 3 rows rejected; the limit is 50.0%.",
        "First: 02.csv row 2, seen_on '31/02/2026': "
        "This is not a date the source's formats know.",
        f"All of them: {world.at.rejects / 'visits.csv'}",
        "Ask the sender for a corrected file, then run "
        "`python -m pipelines run` again.",
        "Nothing was loaded; what was published before still stands.",
        "visits: 3 rows read in 1 files = 0 loaded + 3 rejected + 0 duplicates + "
        "0 superseded",
    ]
    assert world.at.current.read_bytes() == before
    assert world.typed("visits", "count(*)") == [(4,)]


def test_all_rejects_are_written_for_the_sender_without_formulas(world: World) -> None:
    world.give("visits", "-02.csv", BAD.replace("=1+1", "＝cmd()"))
    world.command("run")
    outside = "The number lies outside the range the source allows."
    assert rejects(world) == [
        ["file", "row", "column_name", "value", "reason", "reason_code"],
        [
            "'-02.csv",
            "2",
            "seen_on",
            "31/02/2026",
            "This is not a date the source's formats know.",
            "not_a_date",
        ],
        ["'-02.csv", "3", "people", "'-1", outside, "out_of_range"],
        [
            "'-02.csv",
            "4",
            "people",
            "'＝cmd()",
            "This is not a number.",
            "not_a_number",
        ],
    ]


def test_no_cell_of_the_rejects_begins_like_a_formula(world: World) -> None:
    signs = ["=1+1", "+1", "-1", "@x", "\t=1", "\n=1", "＋1", "－x", "＠x"]
    rows = "".join(f'b{n},"{sign}",1,\n' for n, sign in enumerate(signs))
    world.give("visits", "02.csv", HEADER + rows)
    world.command("run")
    assert [row[3] for row in rejects(world)[1:]] == [f"'{sign}" for sign in signs]


def test_the_corrected_file_goes_through(world: World) -> None:
    world.give("visits", "02.csv", BAD)
    assert world.command("run").status == 1
    world.give("visits", "02.csv", HEADER + "b1,2026-02-01,1,\n")
    told = json.loads(world.command("run", "--json").out)
    assert told["status"] == "published"
    assert world.ledger("visits") == {
        "01.csv": (4, 4, 0, 0, 0),
        "02.csv": (1, 1, 0, 0, 0),
    }


def test_at_the_limit_the_rows_that_are_good_are_loaded(world: World) -> None:
    world.give("visits", "02.csv", BAD + "b4,2026-01-06,2,\n" * 3)  # 3 of 6
    assert world.run().status == "published"
    assert world.ledger("visits")["02.csv"] == (6, 1, 3, 2, 0)
    assert len(rejects(world)) == 4


def test_the_refusal_is_in_the_json_too(world: World) -> None:
    world.give("visits", "02.csv", BAD)
    said = world.command("run", "--json")
    told = json.loads(said.out)
    assert (said.status, told["status"]) == (1, "refused")
    assert told["refusals"][0].startswith("visits: 3 of 3 rows rejected")
    (count,) = told["sources"]
    assert (count["rows_read"], count["rows_rejected"]) == (3, 3)
    assert told["version"] == json.loads(world.at.current.read_text())["version"]


def test_the_faults_of_every_source_are_said_at_once(tmp_path: Path) -> None:
    world = World(tmp_path / "data", visits=VISITS, others=VISITS)
    for source in ("visits", "others"):
        world.give(source, "01.csv", BAD)
    assert [text.split(":")[0] for text in world.run().refusals] == ["others", "visits"]
