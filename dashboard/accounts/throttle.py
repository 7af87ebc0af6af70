"""Guessing is slowed: who failed often waits before the next try, ever longer.

Failures are counted in three ways: for a name from one address, for a name from
anywhere, and for an address with any name. The longest wait is five minutes and a
refused try does not prolong it, so that nobody can lock a colleague out for good. And
where somebody signed in with a name before, only the failures of that name there count:
whoever guesses elsewhere, or guesses other names there, does not keep the person out.
"""

import hashlib
import ipaddress
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, func, select, text, update
from sqlalchemy.orm import Session

from dashboard.database.models.accounts import SignInAttempt
from dashboard.failures import Failure

# Failures that cost nothing: for a name at an address, a name, an address.
FREE_HERE, FREE_NAME, FREE_ADDRESS = 5, 10, 30
LONGEST_WAIT = timedelta(minutes=5)
_COUNTED = timedelta(hours=1)
# How long it is remembered where somebody signed in.
_KEPT = timedelta(days=30)


class TooMany(Failure):
    """Too many failures; `seconds` says how long to wait."""

    key = "failure.too_many_tries"

    def __init__(self, wait: timedelta) -> None:
        seconds = max(1, round(wait.total_seconds()))
        super().__init__(f"wait {seconds} s", seconds=str(seconds))
        self.seconds = seconds


def admit(session: Session, name: str, address: str, now: datetime) -> int:
    """Count a try as failed until it is known better; returns its number.

    Raises TooMany. Counted before the password is looked at, so that many tries at the
    same moment are not all let.
    """
    if session.get_bind().dialect.name == "postgresql":
        # SQLite lets one transaction write at a time by itself.
        session.execute(text("LOCK TABLE sign_in_attempt IN SHARE ROW EXCLUSIVE MODE"))
    attempt = SignInAttempt(
        name_sha=_sha(name), address=_place(address), tried_at=now, succeeded=False
    )
    wait = _wait(session, attempt, now)
    if wait > timedelta(0):
        raise TooMany(wait)
    session.add(attempt)
    session.flush()
    return attempt.attempt_id


def succeeded(session: Session, attempt_id: int, now: datetime) -> None:
    """The try was a good one: earlier failures of the name there are forgiven."""
    session.execute(
        update(SignInAttempt)
        .where(SignInAttempt.attempt_id == attempt_id)
        .values(succeeded=True)
    )
    session.execute(delete(SignInAttempt).where(SignInAttempt.tried_at < now - _KEPT))


def _wait(session: Session, attempt: SignInAttempt, now: datetime) -> timedelta:
    of_name = SignInAttempt.name_sha == attempt.name_sha
    at_address = SignInAttempt.address == attempt.address
    here = of_name & at_address
    good_at = session.scalar(
        select(func.max(SignInAttempt.tried_at)).where(here, SignInAttempt.succeeded)
    )
    since = now - _COUNTED
    if good_at is not None:
        return _after(session, here, max(since, good_at), FREE_HERE, now)
    return max(
        _after(session, counted, since, free, now)
        for counted, free in (
            (here, FREE_HERE),
            (of_name, FREE_NAME),
            (at_address, FREE_ADDRESS),
        )
    )


def _after(
    session: Session,
    counted: ColumnElement[bool],
    since: datetime,
    free: int,
    now: datetime,
) -> timedelta:
    """What is left to wait after failures of a kind: 1 s, 2 s, 4 s, to five minutes."""
    failures, latest = session.execute(
        select(func.count(), func.max(SignInAttempt.tried_at)).where(
            counted, ~SignInAttempt.succeeded, SignInAttempt.tried_at > since
        )
    ).one()
    if failures < free or latest is None:
        return timedelta(0)
    # The exponent is bounded before it is used: ten is more than five minutes.
    wait = min(timedelta(seconds=2 ** min(failures - free, 10)), LONGEST_WAIT)
    # A clock that was set back makes nobody wait longer.
    return max(min(latest, now) + wait - now, timedelta(0))


def _sha(name: str) -> str:
    return hashlib.sha256(name.encode("utf-8", "replace")).hexdigest()


def _place(address: str) -> str:
    """The address; of IPv6 the network, for one customer has billions of those."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address[:200]
    if parsed.version == 6:
        return str(ipaddress.ip_network(f"{parsed}/64", strict=False))
    return str(parsed)
