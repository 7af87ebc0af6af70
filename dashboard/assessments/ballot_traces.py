"""What a database keeps beside its rows, and how it is made to forget votes.

A vote marks a link and adds to tallies in one transaction, so whoever sees both before
and after it knows what that link voted. Rows tell nothing (every vote touches every
link and tally of its class), but databases keep old states of them: SQLite in its log,
PostgreSQL as dead rows. What copies and archived logs keep is beyond reach; see
docs/assessments.md.
"""

import logging
import threading

from sqlalchemy.exc import DBAPIError

from dashboard.database import engine

log = logging.getLogger(__name__)

_turn = threading.Lock()
_asked = threading.Event()

# A log of length zero: SQLite otherwise writes over old states only when it gets there.
_EMPTY_LOG = "PRAGMA wal_checkpoint(TRUNCATE)"
_DROP_DEAD_ROWS = "VACUUM (SKIP_LOCKED) ballot_link, ballot_tally"
_NEW_FILES = "VACUUM (FULL) ballot_link, ballot_tally"


def wipe() -> None:
    """After a vote: old states go, as far as no other transaction still needs them.

    One at a time: of fifty who voted at once the first wipes, again while others ask.
    """
    _asked.set()
    while _asked.is_set() and _turn.acquire(blocking=False):
        try:
            _asked.clear()
            _forget({"sqlite": [_EMPTY_LOG], "postgresql": [_DROP_DEAD_ROWS]})
        finally:
            _turn.release()


def rewrite() -> None:
    """After closing: the rows move to new pages, without anything of the old ones."""
    with _turn:
        _forget({"sqlite": ["VACUUM", _EMPTY_LOG], "postgresql": [_NEW_FILES]})


def _forget(statements: dict[str, list[str]]) -> None:
    try:
        with engine.outside() as connection:
            for statement in statements[connection.dialect.name]:
                connection.exec_driver_sql(statement).close()
    except DBAPIError as error:
        # The vote stands; the next one, or the closing, wipes this one's traces too.
        log.warning("Old states of ballots are still in the store: %s", error.orig)
