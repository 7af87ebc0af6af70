"""Sessions: how long one holds, and what ends it at once."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from dashboard.accounts import directory, sessions
from dashboard.accounts.principal import Principal, Role, Scope
from dashboard.database import engine
from dashboard.database.models.accounts import Account, SignedIn
from tests.dashboard.accounts.conftest import HERE, NOW, PASSWORD

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)


@pytest.fixture
def li(administrator: Principal) -> Account:
    return directory.add(
        administrator, "li", Role.LEADER, display_name="李", password=PASSWORD
    )


def _start(account: Account) -> str:
    with engine.writing() as session:
        return sessions.start(session, account, HERE, NOW)


def _kept() -> list[SignedIn]:
    with engine.reading() as session:
        return list(session.scalars(select(SignedIn)))


def test_a_token_says_who_is_here(li: Account) -> None:
    assert sessions.find(_start(li), NOW) == directory.principal_of(li)


@pytest.mark.parametrize(
    "token", ["", "x", "x" * 43, "x" * 100_000, "\x00", "\ud800", "令牌"]
)
def test_what_is_no_token_is_nobody(li: Account, token: str) -> None:
    _start(li)
    assert sessions.find(token, NOW) is None


def test_the_store_holds_no_token(li: Account) -> None:
    token = _start(li)
    (kept,) = _kept()
    assert len(token) >= 43  # 256 bits
    assert token not in {kept.token_sha, kept.csrf_token}
    assert sessions.find(kept.token_sha, NOW) is None


def test_every_session_has_its_own_tokens(li: Account) -> None:
    one, other = _start(li), _start(li)
    assert one != other
    found = [sessions.standing(token, NOW) for token in (one, other)]
    assert found[0] is not None and found[1] is not None
    assert found[0].csrf_token != found[1].csrf_token


@pytest.mark.parametrize(
    ("after", "holds"),
    [
        (29 * MINUTE, True),
        (30 * MINUTE - timedelta(seconds=1), True),
        (30 * MINUTE, False),  # idle for as long as is allowed
        (-1 * MINUTE, True),  # a clock that was set back ends nobody's session
    ],
)
def test_a_session_ends_when_nothing_is_asked_of_it(
    li: Account, after: timedelta, holds: bool
) -> None:
    assert (sessions.find(_start(li), NOW + after) is not None) == holds


def test_one_who_works_on_stays_until_the_absolute_end(li: Account) -> None:
    token = _start(li)
    for step in range(1, 72):  # every ten minutes, to ten minutes before twelve hours
        assert sessions.find(token, NOW + step * 10 * MINUTE) is not None
    assert sessions.find(token, NOW + 12 * HOUR) is None


def test_the_lengths_are_settings(li: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GOVSCORE_IDLE_MINUTES", "5")
    monkeypatch.setenv("GOVSCORE_SESSION_HOURS", "0.1")
    token = _start(li)
    assert sessions.find(token, NOW + 4 * MINUTE) is not None
    assert sessions.find(token, NOW + 6 * MINUTE) is None


@pytest.mark.parametrize("nonsense", ["", "0", "-5", "soon", "nan", "inf", "1e9"])
def test_a_setting_that_is_none_is_the_usual_one(
    nonsense: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GOVSCORE_IDLE_MINUTES", nonsense)
    assert sessions.idle() == 30 * MINUTE


def test_that_one_was_here_is_written_once_a_minute(li: Account) -> None:
    token = _start(li)
    sessions.find(token, NOW + timedelta(seconds=59))
    assert _kept()[0].seen_at == NOW
    sessions.find(token, NOW + timedelta(seconds=61))
    sessions.find(token, NOW + timedelta(seconds=90))
    assert _kept()[0].seen_at == NOW + timedelta(seconds=61)


def test_a_disabled_account_is_cut_off_at_once(li: Account) -> None:
    token = _start(li)
    directory.disable(None, li.account_id)
    assert sessions.find(token, NOW) is None
    # And its old session does not come back with it.
    directory.enable(None, li.account_id)
    assert sessions.find(token, NOW) is None


def test_a_session_begun_while_the_account_was_disabled_does_not_hold(
    li: Account,
) -> None:
    directory.disable(None, li.account_id)
    assert sessions.find(_start(li), NOW) is None


def test_a_new_password_cuts_off_who_had_the_old_one(li: Account) -> None:
    token = _start(li)
    directory.set_password(None, li.account_id, "another good password")
    assert sessions.find(token, NOW) is None


def test_a_change_of_role_counts_at_once(li: Account) -> None:
    token = _start(li)
    directory.change(
        None, li.account_id, li.revision,
        display_name="李", role=Role.STEWARD, scope=Scope(), home=None,
    )  # fmt: skip
    found = sessions.find(token, NOW)
    assert found is not None and found.role == Role.STEWARD


def test_signing_in_is_no_change_of_the_account(li: Account) -> None:
    _start(li)
    assert directory.named(None, "li").revision == li.revision


def test_signing_out_ends_one_session(li: Account) -> None:
    here, elsewhere = _start(li), _start(li)
    sessions.end(here)
    sessions.end(here)  # again, as a second click does
    assert sessions.find(here, NOW) is None
    assert sessions.find(elsewhere, NOW) is not None


def test_signing_out_everywhere_ends_ones_own_and_no_others(
    administrator: Principal, li: Account
) -> None:
    mine = [_start(li), _start(li)]
    others = _start(directory.named(None, "admin"))
    assert sessions.end_everywhere(directory.principal_of(li), li.account_id) == 2
    assert [sessions.find(token, NOW) for token in mine] == [None, None]
    assert sessions.find(others, NOW) is not None


def test_what_ended_is_swept_at_the_next_sign_in(li: Account) -> None:
    _start(li)
    with engine.writing() as session:
        sessions.start(session, li, HERE, NOW + 12 * HOUR)
    assert len(_kept()) == 1
