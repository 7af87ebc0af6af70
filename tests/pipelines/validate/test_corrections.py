"""What becomes of every row when files repeat, correct and copy each other."""

import pytest

from pipelines.validate import versions
from tests.pipelines.worlds import World

HEADER = "visit_id,seen_on,people\n"
# What stands, and for each file: rows read, loaded, rejected, duplicate, superseded.


@pytest.fixture(autouse=True)
def _patient(visits: World) -> None:
    visits.edit("sources/visits.toml", "key      =", "reject_limit = 0.5\nkey =")


def rows(*cells: str) -> str:
    """A raw file; 'k1 3' is a row with that key and number of people."""
    listed = [cell.split() for cell in cells]
    return HEADER + "".join(f"{key},2026-01-05,{n}\n" for key, n in listed)


def standing(world: World) -> dict[str, int]:
    return dict(world.typed("visits", "visit_id, people"))


@pytest.mark.parametrize("together", [1, 3, 20_000_000])
def test_equal_rows_are_duplicates_and_other_rows_of_a_key_are_superseded(
    visits: World, monkeypatch: pytest.MonkeyPatch, together: int
) -> None:
    """However many keys are looked at together."""
    monkeypatch.setattr(versions, "SORTED_TOGETHER", together)
    visits.give("visits", "01.csv", rows("a 1", "b 1", "a 1", "b 2", "c x"))
    visits.give("visits", "02.csv", rows("b 3", "c 4"))
    (count,) = visits.load().sources
    assert standing(visits) == {"a": 1, "b": 3, "c": 4}
    assert visits.ledger("visits") == {
        "01.csv": (5, 1, 1, 1, 2),
        "02.csv": (2, 2, 0, 0, 0),
    }
    assert (count.rows_read, count.rows_loaded, count.rows_rejected) == (7, 3, 1)
    assert (count.rows_duplicate, count.rows_superseded, count.files) == (1, 2, 2)


def test_the_later_name_wins_even_if_it_came_first(visits: World) -> None:
    visits.give("visits", "2026-10.csv", rows("a 10"))
    visits.load()
    visits.give("visits", "2026-9.csv", rows("a 9", "b 9"))
    visits.load()
    assert standing(visits) == {"a": 10, "b": 9}
    assert visits.ledger("visits") == {
        "2026-9.csv": (2, 1, 0, 0, 1),
        "2026-10.csv": (1, 1, 0, 0, 0),
    }


def test_the_same_files_again_change_nothing(visits: World) -> None:
    visits.give("visits", "01.csv", rows("a 1", "b x"))
    first = visits.run()
    assert first.status == "published"
    again = visits.run()
    assert (again.status, again.version) == ("unchanged", first.version)
    assert [s.files for s in again.sources] == [0]


def test_a_file_with_new_bytes_replaces_itself(visits: World) -> None:
    visits.give("visits", "01.csv", rows("a 1", "b 1"))
    visits.load()
    visits.give("visits", "01.csv", rows("a 2"))
    visits.load()
    assert standing(visits) == {"a": 2}  # b was removed by the correction
    visits.give("visits", "01.csv", rows("a 1", "b 1"))  # and back again
    visits.load()
    assert standing(visits) == {"a": 1, "b": 1}


def test_a_file_named_as_a_correction_replaces_the_whole_file(visits: World) -> None:
    visits.give("visits", "01.csv", rows("a 1", "b 1"))
    visits.give("visits", "02.csv", rows("a 9"))
    visits.load()
    for name, people in (("01_更正.csv", 3), ("01-corrected.tsv", 4), ("01.v2.csv", 5)):
        text = rows(f"c {people}")
        visits.give("visits", name, text.replace(",", "\t") if "tsv" in name else text)
        visits.load()
    # Of several corrections the last by name counts, whichever came last.
    assert standing(visits) == {"a": 9, "c": 3}
    ledger = visits.ledger("visits")
    assert ledger["01.csv"] == (2, 0, 0, 0, 2)
    assert ledger["01.v2.csv"] == (1, 0, 0, 0, 1)
    assert ledger["01_更正.csv"] == (1, 1, 0, 0, 0)


def test_a_file_that_comes_after_its_correction_is_only_counted(visits: World) -> None:
    visits.give("visits", "01_更正.csv", rows("a 2"))
    visits.load()
    visits.give("visits", "01.csv", rows("a 1", "b 1"))
    (count,) = visits.load().sources
    assert standing(visits) == {"a": 2}
    assert visits.ledger("visits")["01.csv"] == (2, 0, 0, 0, 2)
    assert (count.rows_read, count.rows_superseded) == (2, 2)
    assert visits.ask(
        "SELECT name, notes FROM file WHERE superseded_by IS NOT NULL"
    ) == [("01.csv", ["not loaded: 01_更正.csv corrects it"])]


def test_it_is_only_counted_even_if_its_correction_was_put_away(visits: World) -> None:
    correction = visits.give("visits", "01_更正.csv", rows("a 2"))
    visits.load()
    correction.unlink()
    visits.give("visits", "01.csv", rows("a 1", "b 1"))
    visits.load()
    assert standing(visits) == {"a": 2}


def test_a_correction_with_the_same_bytes_loses_nothing(visits: World) -> None:
    visits.give("visits", "01.csv", rows("a 1", "b 1"))
    visits.load()
    visits.give("visits", "01_更正.csv", rows("a 1", "b 1"))
    visits.load()
    assert standing(visits) == {"a": 1, "b": 1}


def test_a_superseded_row_comes_back_when_the_later_file_is_corrected_away(
    visits: World,
) -> None:
    visits.give("visits", "01.csv", rows("a 1"))
    visits.give("visits", "02.csv", rows("a 2", "b 2"))
    visits.load()
    assert standing(visits) == {"a": 2, "b": 2}
    visits.give("visits", "02.csv", rows("b 2"))
    visits.load()
    assert standing(visits) == {"a": 1, "b": 2}
    assert visits.ledger("visits")["01.csv"] == (1, 1, 0, 0, 0)


def test_the_same_bytes_under_another_name_are_not_loaded_again(visits: World) -> None:
    visits.give("visits", "01.csv", rows("a 1", "b x", "c 1"))
    visits.load()
    visits.give("visits", "05.csv", rows("a 1", "b x", "c 1"))
    (count,) = visits.load().sources
    assert visits.ledger("visits")["05.csv"] == (3, 0, 1, 2, 0)
    assert (count.rows_read, count.rows_loaded) == (3, 0)
    assert (count.rows_rejected, count.rows_duplicate) == (1, 2)


def test_a_copy_does_not_undo_what_came_between(visits: World) -> None:
    old, new = rows("a 1"), rows("a 2")
    for name, text in (("01.csv", old), ("02.csv", new), ("03.csv", old)):
        visits.give("visits", name, text)
        visits.load()
    assert standing(visits) == {"a": 2}  # as the bytes of 01.csv rank by their name


def test_bytes_rank_by_the_first_of_their_names_whichever_came_first(
    visits: World,
) -> None:
    old, new = rows("a 1"), rows("a 2")
    for name, text in (("03.csv", old), ("02.csv", new), ("01.csv", old)):
        visits.give("visits", name, text)
        visits.load()
    assert standing(visits) == {"a": 2}
    visits.give("visits", "01.csv", rows("b 1"))  # now 03.csv is no copy any more
    visits.load()
    assert standing(visits) == {"a": 1, "b": 1}


def test_a_copy_stands_in_when_the_first_file_is_corrected(visits: World) -> None:
    visits.give("visits", "01.csv", rows("a 1"))
    visits.load()
    for name in ("02.csv", "03.csv"):
        visits.give("visits", name, rows("a 1"))
        visits.load()
    visits.give("visits", "01.csv", rows("z 9"))
    visits.load()
    assert standing(visits) == {"a": 1, "z": 9}
    assert visits.ledger("visits")["03.csv"] == (1, 0, 0, 1, 0)
