"""Signing in: the same answer and the same work whatever was wrong."""

from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import argon2
import pytest
from sqlalchemy import Engine, event, select

from dashboard.accounts import directory, passwords, sessions, sign_in
from dashboard.accounts.principal import Principal, Role
from dashboard.database import engine
from dashboard.database.models.accounts import Account, SignInAttempt
from dashboard.database.models.audit import AuditEntry
from tests.dashboard.accounts.conftest import HERE, NOW, PASSWORD

NEW = "another good password"


@pytest.fixture
def li(administrator: Principal) -> Account:
    return directory.add(administrator, "li", Role.LEADER, password=PASSWORD)


@pytest.fixture
def work(monkeypatch: pytest.MonkeyPatch) -> Iterator[Counter[str]]:
    """What is done meanwhile: statements by their first two words, and hashings."""
    done: Counter[str] = Counter()

    def count(_c: object, _k: object, statement: str, *_rest: object) -> None:
        done[" ".join(statement.split()[:2])] += 1

    def counted(self: argon2.PasswordHasher, kept: str, password: str) -> bool:
        done["verify"] += 1
        return real(self, kept, password)

    real = argon2.PasswordHasher.verify
    monkeypatch.setattr(argon2.PasswordHasher, "verify", counted)
    event.listen(Engine, "before_cursor_execute", count)
    yield done
    event.remove(Engine, "before_cursor_execute", count)


def _refused(name: str, password: str, at: datetime = NOW) -> sign_in.Refused:
    with pytest.raises(sign_in.Refused) as refusal:
        sign_in.sign_in(name, password, HERE, at)
    return refusal.value


def _told() -> list[tuple[str, str]]:
    with engine.reading() as session:
        entries = session.scalars(select(AuditEntry).order_by(AuditEntry.entry_id))
        return [(entry.action, entry.target) for entry in entries]


def test_name_and_password_open_a_session(li: Account) -> None:
    token = sign_in.sign_in(" LI ", PASSWORD, HERE, NOW)
    assert sessions.find(token, NOW) == directory.principal_of(li)
    assert _told()[-1] == ("signed_in", "li")
    assert directory.named(None, "li").last_sign_in_at == NOW


def test_whatever_was_wrong_the_answer_and_the_work_are_the_same(
    administrator: Principal, li: Account, work: Counter[str]
) -> None:
    away = directory.add(None, "away", Role.LEADER, password=PASSWORD)
    directory.disable(None, away.account_id)
    directory.add(None, "elsewhere", Role.LEADER)  # signs in at another provider
    answers, works = [], []
    for name, password in (
        ("li", "a wrong password"),
        ("nobody", PASSWORD),
        ("away", PASSWORD),
        ("elsewhere", PASSWORD),
        ("", PASSWORD),
        ("li wei\x00", PASSWORD),
        ("li", ""),
        ("li", "x" * 100_000),
    ):
        work.clear()
        refusal = _refused(name, password)
        answers.append((refusal.key, refusal.values, str(refusal)))
        works.append(dict(work))
        with engine.writing() as session:
            session.query(SignInAttempt).delete()
    assert answers == [answers[0]] * len(answers)
    assert works == [works[0]] * len(works)
    assert works[0]["verify"] == 1


def test_a_name_nobody_has_is_not_written_down(li: Account) -> None:
    # People type their password into the wrong field.
    _refused(PASSWORD, "li")
    assert _told()[-1] == ("sign_in_refused", "")
    with engine.reading() as session:
        tried = session.scalars(select(SignInAttempt)).one()
    assert PASSWORD not in str(vars(tried))


def test_too_many_tries_are_told_apart_and_end_nothing(li: Account) -> None:
    token = sign_in.sign_in("li", PASSWORD, HERE, NOW)
    later = NOW + timedelta(seconds=1)
    for _ in range(5):
        _refused("li", "a wrong password", later)
    with pytest.raises(sign_in.TooMany):
        sign_in.sign_in("li", PASSWORD, HERE, later)
    assert sessions.find(token, later) is not None
    assert sign_in.sign_in("li", PASSWORD, HERE, later + timedelta(seconds=1))


def test_the_wait_is_the_same_for_a_name_nobody_has(li: Account) -> None:
    for name in ("li", "nobody"):
        for _ in range(5):
            _refused(name, "a wrong password")
        with pytest.raises(sign_in.TooMany) as many:
            sign_in.sign_in(name, PASSWORD, HERE, NOW)
        assert many.value.seconds == 1


def test_many_guesses_at_the_same_moment_are_not_all_looked_at(li: Account) -> None:
    with ThreadPoolExecutor(16) as guessing:
        ended = list(guessing.map(lambda _: _how(_wrong), range(16)))
    assert Counter(ended) == {"Refused": 5, "TooMany": 11}


def test_an_old_hash_is_renewed_when_its_owner_signs_in(
    li: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    stronger = argon2.PasswordHasher(time_cost=2, memory_cost=16, parallelism=1)
    monkeypatch.setattr(passwords, "HASHER", stronger)
    _refused("li", "a wrong password")
    assert passwords.is_outdated(_hash())
    sign_in.sign_in("li", PASSWORD, HERE, NOW)
    assert not passwords.is_outdated(_hash())
    assert sign_in.sign_in("li", PASSWORD, HERE, NOW)


@pytest.mark.parametrize("meanwhile", ["disabled", "password"])
def test_what_changes_while_the_password_is_compared_counts(
    li: Account, meanwhile: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = passwords.verify

    def slow(kept: str | None, password: str) -> bool:
        if meanwhile == "disabled":
            directory.disable(None, li.account_id)
        else:
            directory.set_password(None, li.account_id, NEW)
        return real(kept, password)

    monkeypatch.setattr(passwords, "verify", slow)
    _refused("li", PASSWORD)
    with engine.reading() as session:
        assert sessions.counted(session, NOW) == {}


def test_one_changes_ones_own_password(li: Account) -> None:
    directory.set_password(None, li.account_id, PASSWORD)
    old = sign_in.sign_in("li", PASSWORD, HERE, NOW)
    standing = sessions.standing(old, NOW)
    assert standing is not None and standing.must_change_password
    token = sign_in.change_password(standing.principal, PASSWORD, NEW, HERE, NOW)
    assert sessions.find(old, NOW) is None
    renewed = sessions.standing(token, NOW)
    assert renewed is not None and not renewed.must_change_password
    _refused("li", PASSWORD)
    assert sign_in.sign_in("li", NEW, HERE, NOW)


def test_a_password_changes_only_for_who_knows_it(li: Account) -> None:
    me = directory.principal_of(li)
    for old, new, wrong in (
        ("a wrong password", NEW, sign_in.Refused),
        (PASSWORD, "short", passwords.Unfit),
        (PASSWORD, PASSWORD, passwords.Unchanged),
    ):
        with pytest.raises(wrong):
            sign_in.change_password(me, old, new, HERE, NOW)
    assert sign_in.sign_in("li", PASSWORD, HERE, NOW)


def test_whoever_took_over_a_session_cannot_guess_the_password_in_it(
    li: Account,
) -> None:
    me = directory.principal_of(li)
    for _ in range(5):
        with pytest.raises(sign_in.Refused):
            sign_in.change_password(me, "a wrong password", NEW, HERE, NOW)
    with pytest.raises(sign_in.TooMany):
        sign_in.change_password(me, PASSWORD, NEW, HERE, NOW)


def _wrong() -> str:
    return sign_in.sign_in("li", "a wrong password", HERE, NOW)


def _how(act: Callable[[], object]) -> str:
    try:
        act()
    except directory.Failure as failure:
        return type(failure).__name__
    return "done"


def _hash() -> str:
    kept = directory.named(None, "li").password_hash
    assert kept is not None
    return kept
