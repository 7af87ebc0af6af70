"""Nothing in the store tells who voted what, not even to whoever copies all of it.

The proof is by exchange: the same ballots, cast by other voters, leave the same store
behind, to the last byte on SQLite. So nothing that is in it depends on who cast which.
"""

import shutil
from pathlib import Path

import pytest
from sqlalchemy import inspect, text
from sqlalchemy.engine import make_url

from dashboard.assessments import ballots, polls
from dashboard.database import engine
from tests.dashboard.assessments import votes, world
from tests.dashboard.assessments.votes import Review
from tests.dashboard.assessments.world import NOW
from tests.databases import Cluster

# What the nth voter gives the police, in this order. Enough that counts outgrow a bit.
CAST = ["good", "poor", "excellent", "good", "fair", "good", "good", polls.ABSTAINED]
# Who casts them: either list of places in the list of links.
AS_LISTED = range(8)
EXCHANGED = [7, 3, 5, 6, 1, 0, 4, 2]

# Every row of a class, with what PostgreSQL keeps beside it: where it lies and which
# transaction wrote it. Numbers of transactions go by their order only.
_PLACES = """
SELECT 'link' AS kind, issued_to AS name, is_used::TEXT AS stands, ctid::TEXT,
       dense_rank() OVER (ORDER BY xmin::TEXT::BIGINT) AS written
FROM ballot_link
UNION ALL
SELECT 'tally', class_id || cycle_subject_id || option_id, votes::TEXT, ctid::TEXT,
       dense_rank() OVER (ORDER BY xmin::TEXT::BIGINT)
FROM ballot_tally
ORDER BY 1, 2
"""
_WRITERS = """
SELECT count(DISTINCT writer) FROM (
    SELECT xmin::TEXT AS writer FROM ballot_link WHERE class_id = 'a'
    UNION ALL SELECT xmin::TEXT FROM ballot_tally WHERE class_id = 'a'
) AS written
"""
# Versions of rows that lie in the file, dead ones among them.
_VERSIONS = """
SELECT count(*)
FROM generate_series(0, pg_relation_size('{table}') / 8192 - 1) AS page,
     heap_page_items(get_raw_page('{table}', page::INT))
WHERE lp_flags = 1
"""


def _vote(review: Review, tokens: list[str], voters: range | list[int]) -> None:
    police = review.world.subjects[world.POLICE]
    for option, voter in zip(CAST, voters, strict=True):
        assert ballots.cast(tokens[voter], {police: option}, now=NOW)


def _answer(statement: str) -> int:
    with engine.reading() as session:
        return int(session.execute(text(statement)).scalar_one())


def test_no_table_has_a_row_of_a_vote_or_a_time_of_one(store: str) -> None:
    with engine.reading() as session:
        inspector = inspect(session.connection())
        columns = {
            table: {column["name"] for column in inspector.get_columns(table)}
            for table in inspector.get_table_names()
            if table.startswith(("poll", "ballot"))
        }
    assert columns == {
        "poll": {
            "poll_id", "cycle_method_id", "closes_at", "state", "created_at",
            "revision",
        },
        "poll_class": {"poll_id", "class_id", "names", "weight", "minimum_ballots"},
        "ballot_link": {"token_sha", "poll_id", "class_id", "issued_to", "is_used"},
        "ballot_tally": {
            "poll_id", "class_id", "cycle_subject_id", "option_id", "votes",
        },
    }  # fmt: skip


def test_a_vote_leaves_no_other_row_changed(store: str) -> None:
    review = votes.opened()
    tokens = review.tokens("a", 8)
    before = _rows()
    _vote(review, tokens, AS_LISTED)
    after = _rows()
    assert {table for table in before if before[table] != after[table]} == {
        "ballot_link",
        "ballot_tally",
    }


def _rows() -> dict[str, list[str]]:
    with engine.reading() as session:
        tables = inspect(session.connection()).get_table_names()
        return {
            table: sorted(
                str(tuple(row))
                for row in session.execute(text(f'SELECT * FROM "{table}"'))
            )
            for table in tables
        }


@pytest.mark.parametrize("is_closed", [False, True])
def test_sqlite_is_the_same_to_the_last_byte_whoever_cast_which_ballot(
    sqlite_store: str, monkeypatch: pytest.MonkeyPatch, is_closed: bool
) -> None:
    review = votes.opened()
    tokens = review.tokens("a", 8) + review.tokens("a", 3, prefix="stayed away ")
    engine.close()
    file = Path(make_url(sqlite_store).database or "")
    found = []
    for number, voters in enumerate((AS_LISTED, EXCHANGED)):
        copy = file.with_name(f"{number}.sqlite")
        shutil.copy(file, copy)
        monkeypatch.setenv(engine.STORE_VARIABLE, f"sqlite:///{copy}")
        _vote(review, tokens, voters)
        if is_closed:
            with monkeypatch.context() as patch:
                # The entry of the closing has the time in it.
                patch.setattr("dashboard.accounts.audit.now", lambda: NOW)
                polls.close(review.administrator, review.poll, "all voted", now=NOW)
        # What a thief of the running store would get, its log included.
        found.append({
            path.name.removeprefix(str(number)): path.read_bytes()
            for path in sorted(copy.parent.glob(f"{number}.sqlite*"))
            if not path.name.endswith("-shm")
        })  # fmt: skip
        engine.close()
    first, second = found
    assert first[".sqlite-wal"] == second[".sqlite-wal"] == b""
    assert len(first[".sqlite"]) == len(second[".sqlite"]) > 0
    assert first == second


def test_postgresql_shows_the_same_rows_places_and_writers_whoever_cast_which(
    postgresql_store: str, cluster: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    review = votes.opened()
    tokens = review.tokens("a", 8) + review.tokens("a", 3, prefix="stayed away ")
    engine.close()
    original = make_url(postgresql_store).database
    found = []
    for name, voters in (("as_listed", AS_LISTED), ("exchanged", EXCHANGED)):
        cluster.command(f"CREATE DATABASE {name} TEMPLATE {original}")
        monkeypatch.setenv(engine.STORE_VARIABLE, cluster.url(name))
        _vote(review, tokens, voters)
        with engine.reading() as session:
            found.append([tuple(row) for row in session.execute(text(_PLACES))])
        engine.close()
        cluster.command(f"DROP DATABASE {name} WITH (FORCE)")
    first, second = found
    assert len(first) == 11 + 3 * 3 * 5
    assert first == second


def test_postgresql_keeps_no_version_of_a_row_but_the_last(
    postgresql_store: str,
) -> None:
    review = votes.opened()
    tokens = review.tokens("a", 8)
    with engine.changing() as connection:
        connection.execute(text("CREATE EXTENSION pageinspect"))
    _vote(review, tokens, EXCHANGED)
    # One writer of the whole class: the last vote, whoever it was.
    assert _answer(_WRITERS) == 1
    assert _answer(_VERSIONS.format(table="ballot_link")) == 8
    assert _answer(_VERSIONS.format(table="ballot_tally")) == 3 * 3 * 5


def test_closing_moves_the_rows_of_postgresql_to_new_files(
    postgresql_store: str,
) -> None:
    review = votes.opened()
    _vote(review, review.tokens("a", 8), AS_LISTED)
    files = "SELECT sum(pg_relation_filenode('ballot_{}')::BIGINT)"
    before = [_answer(files.format(table)) for table in ("link", "tally")]
    polls.close(review.administrator, review.poll, "all voted", now=NOW)
    after = [_answer(files.format(table)) for table in ("link", "tally")]
    assert all(a != b for a, b in zip(before, after, strict=True))
