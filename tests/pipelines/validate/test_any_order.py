"""Whatever order files come in: every row accounted for, and the same rows stand.

Random files with few keys, so that rows repeat, compete and correct each other; bad
rows; corrections by suffix and by new bytes; copies under other names.
"""

import random
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from tests.pipelines.worlds import VISITS, Rows, World

PATIENT = VISITS.replace("key      =", "reject_limit = 1\nkey      =")
# Few names, so that some correct others and some come twice with other bytes.
NAMES = ["01.csv", "02.csv", "03.csv", "01_更正.csv", "02_v2.csv", "02_v10.csv"]
Rowlist = list[tuple[str, str]]


def drawn(chance: random.Random) -> list[tuple[str, Rowlist]]:
    """Files with few keys; x is a bad row."""
    return [
        (
            chance.choice(NAMES),
            [
                (chance.choice("abc"), chance.choice("123x"))
                for _ in range(chance.randint(0, 3))
            ],
        )
        for _ in range(chance.randint(4, 9))
    ]


def text(rows: Rowlist) -> str:
    """A raw file of those rows."""
    listed = [f"{key},2026-01-05,{people}\n" for key, people in rows]
    return "visit_id,seen_on,people\n" + "".join(listed)


@contextmanager
def world() -> Iterator[World]:
    with tempfile.TemporaryDirectory() as folder:
        yield World(Path(folder) / "data", visits=PATIENT)


def loaded(arriving: list[list[tuple[str, str]]]) -> tuple[Rows, Rows]:
    """What stands after those runs, each with its (name, text); the rejects too."""
    with world() as here:
        for batch in arriving:
            for name, content in batch:
                here.give("visits", name, content)
            here.load()
            for name, counts in here.ledger("visits").items():
                read, *became = counts
                assert read == sum(became), (name, counts)
                assert min(counts) >= 0
        files = here.ask("SELECT * FROM file")
        here.load()
        assert here.ask("SELECT * FROM file") == files  # nothing is new
        stands = here.typed("visits", "visit_id, seen_on, people")
        ((entered,),) = here.ask("SELECT count(*) FROM typed.visits")
        read = sum(counts[0] for counts in here.ledger("visits").values())
        assert len(stands) == len({key for key, *_ in stands})
        assert entered <= read
        return stands, here.ask(
            "SELECT f.name, r.row, r.value FROM reject AS r JOIN file AS f "
            "ON f.file_id = r.file_id WHERE f.superseded_by IS NULL"
        )


def last_by_hand(files: dict[str, str]) -> Rows:
    """The same by the obvious way: standing files in order, the last row of a key."""
    families = {"01": ["01.csv", "01_更正.csv"], "03": ["03.csv"]}
    families["02"] = ["02.csv", "02_v2.csv", "02_v10.csv"]
    rows: dict[str, int] = {}
    seen = set()
    for stem in sorted(families):
        present = [name for name in families[stem] if name in files]
        if not present or files[present[-1]] in seen:
            continue  # the same bytes as a file before
        seen.add(files[present[-1]])
        for line in files[present[-1]].splitlines()[1:]:
            key, _, people = line.split(",")
            if people != "x":
                rows[key] = int(people)
    return sorted(rows.items())


@settings(max_examples=8, deadline=None, phases=[Phase.generate])
@given(seed=st.integers(0, 1_000_000), runs=st.integers(2, 4))
def test_the_order_of_arrival_changes_nothing(seed: int, runs: int) -> None:
    chance = random.Random(seed)
    files = drawn(chance)
    last = {name: text(rows) for name, rows in files}  # the bytes each name ends with
    if chance.random() < 0.5 and "03.csv" not in last:
        last["03.csv"] = chance.choice(list(last.values()))  # a copy
    earlier = [(name, text(rows)) for name, rows in files]
    chance.shuffle(earlier)
    final = list(last.items())
    chance.shuffle(final)
    arriving = [earlier[n::runs] for n in range(runs)]
    stands, rejects = loaded([*arriving, final])
    at_once, their_rejects = loaded([final])
    assert stands == at_once
    assert [(key, people) for key, _, people in stands] == last_by_hand(last)
    assert {r[1:] for r in rejects} == {r[1:] for r in their_rejects}
