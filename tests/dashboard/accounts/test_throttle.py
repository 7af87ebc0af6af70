"""Throttling: guessing is slowed, and nobody is locked out for good."""

import hashlib
from datetime import datetime, timedelta

import pytest

from dashboard.accounts import throttle
from dashboard.database import engine
from tests.dashboard.accounts.conftest import HERE, NOW

SECOND = timedelta(seconds=1)
AWAY = "203.0.113.7"


def _fail(name: str = "li", address: str = HERE, at: datetime = NOW) -> int:
    with engine.writing() as session:
        return throttle.admit(session, name, address, at)


def _succeed(name: str = "li", address: str = HERE, at: datetime = NOW) -> None:
    with engine.writing() as session:
        throttle.succeeded(session, throttle.admit(session, name, address, at), at)


def _failed(name: str, address: str, at: datetime) -> None:
    """A failure of the past, without asking whether it would have been let."""
    with engine.writing() as session:
        attempt = throttle.admit(session, f"{name} {address} {at}", f"{at}", at)
        kept = session.get_one(throttle.SignInAttempt, attempt)
        kept.name_sha = hashlib.sha256(name.encode()).hexdigest()
        kept.address = address


def _wait(name: str = "li", address: str = HERE, at: datetime = NOW) -> int:
    """How many seconds it would have to wait; nothing is counted."""
    with engine.writing() as session:
        try:
            throttle.admit(session, name, address, at)
        except throttle.TooMany as many:
            return many.seconds
        session.rollback()
    return 0


def test_five_failures_are_free_and_the_wait_doubles(store: str) -> None:
    at = NOW
    waits = []
    for _ in range(16):
        wait = _wait(at=at)
        waits.append(wait)
        at += wait * SECOND
        _fail(at=at)
    assert waits == [0] * 5 + [1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300]


def test_a_refused_try_does_not_prolong_the_wait(store: str) -> None:
    for _ in range(8):
        _failed("li", HERE, NOW)
    assert _wait() == 8
    for second in range(7):
        with pytest.raises(throttle.TooMany):
            _fail(at=NOW + second * SECOND)
    assert _wait(at=NOW + 8 * SECOND) == 0


def test_a_success_forgives_what_failed_there_before(store: str) -> None:
    for _ in range(4):
        _fail()
    _succeed(at=NOW + SECOND)
    for _ in range(5):
        assert _wait(at=NOW + 2 * SECOND) == 0
        _fail(at=NOW + 2 * SECOND)
    assert _wait(at=NOW + 2 * SECOND) == 1


def test_guessing_a_name_from_many_addresses_is_slowed(store: str) -> None:
    for number in range(10):
        _fail(address=f"198.51.100.{number}")
    assert _wait(address=AWAY) == 1
    assert _wait("wang", AWAY) == 0


def test_guessing_many_names_from_one_address_is_slowed(store: str) -> None:
    for number in range(30):
        _fail(f"name{number}", AWAY)
    assert _wait("li", AWAY) == 1
    assert _wait("li", HERE) == 0


def test_a_colleague_is_let_in_where_he_was_before_while_others_guess(
    store: str,
) -> None:
    _succeed(at=NOW - timedelta(days=3))
    for number in range(40):
        # His name from everywhere, and every name from his own address.
        _failed("li", f"198.51.100.{number}", NOW)
        _failed(f"name{number}", HERE, NOW)
    assert _wait("li", AWAY) > 0
    assert _wait("wang", HERE) > 0
    assert _wait("li", HERE) == 0


def test_after_five_minutes_everybody_may_try_again(store: str) -> None:
    at = NOW
    for _ in range(50):
        at += _wait(at=at) * SECOND
        _fail(at=at)
    assert _wait(at=at) == 300
    assert _wait(at=at + timedelta(minutes=5)) == 0


def test_a_network_of_ipv6_is_one_address(store: str) -> None:
    for number in range(5):
        _fail(address=f"2001:db8:1:2::{number + 1}")
    assert _wait(address="2001:db8:1:2:ffff::9") == 1
    assert _wait(address="2001:db8:1:3::1") == 0


@pytest.mark.parametrize("address", ["", "not an address", "x" * 500, "1.2.3.4, 5"])
def test_an_address_that_is_none_is_counted_as_it_stands(
    store: str, address: str
) -> None:
    for _ in range(5):
        _fail(address=address)
    assert _wait(address=address) == 1


def test_old_tries_are_forgotten(store: str) -> None:
    _fail(at=NOW - timedelta(days=31))
    _succeed()
    with engine.reading() as session:
        assert session.query(throttle.SignInAttempt).count() == 1
