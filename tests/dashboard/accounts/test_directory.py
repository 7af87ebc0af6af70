"""Accounts: who may add and change them, and what they cannot be."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from dashboard.accounts import codes, directory, names, passwords, sessions
from dashboard.accounts.principal import NOBODY, Principal, Role, Scope
from dashboard.accounts.rights import NotAllowed
from dashboard.database import engine
from dashboard.database.models.accounts import Account
from dashboard.database.models.audit import AuditEntry
from tests.dashboard.accounts.conftest import HERE, NOW, PASSWORD

GAJ = Scope(departments=frozenset({"gaj"}))


def _told() -> list[tuple[str, str, str]]:
    """Who did what to whom, as the audit log has it."""
    with engine.reading() as session:
        entries = session.query(AuditEntry).order_by(AuditEntry.entry_id)
        return [(each.account_name, each.action, each.target) for each in entries]


def test_an_account_is_who_it_was_said_to_be(administrator: Principal) -> None:
    li = directory.add(
        administrator,
        "Li.Wei",
        Role.EVALUATOR,
        display_name="李伟",
        scope=Scope(frozenset({"gaj"}), frozenset({"230100", "230200"})),
        home="organ:230100/gaj",
    )
    found = directory.named(administrator, "LI.WEI")
    assert directory.principal_of(found) == Principal(
        li.account_id,
        "李伟",
        Role.EVALUATOR,
        Scope(frozenset({"gaj"}), frozenset({"230100", "230200"})),
        "organ:230100/gaj",
    )
    assert found.password_hash is None


def test_what_was_done_is_told_with_its_details(administrator: Principal) -> None:
    li = directory.add(administrator, "li", Role.LEADER)
    directory.change(
        administrator,
        li.account_id,
        li.revision,
        display_name="Li",
        role=Role.REVIEWER,
        scope=GAJ,
        home=None,
    )
    directory.disable(administrator, li.account_id)
    directory.enable(administrator, li.account_id)
    directory.set_password(administrator, li.account_id, PASSWORD)
    assert _told() == [
        ("command line", "account_added", "admin"),
        ("管理员", "account_added", "li"),
        ("管理员", "account_changed", "li"),
        ("管理员", "account_disabled", "li"),
        ("管理员", "account_enabled", "li"),
        ("管理员", "password_set", "li"),
    ]
    with engine.reading() as session:
        changed = session.get(AuditEntry, 3)
        assert changed is not None
        assert (
            changed.details["before"]["role"],
            changed.details["after"]["role"],
        ) == (
            "leader",
            "reviewer",
        )
        assert changed.details["after"]["departments"] == ["gaj"]


@pytest.mark.parametrize("role", [role for role in Role if role != "administrator"])
def test_nobody_but_an_administrator_touches_accounts(
    administrator: Principal, role: Role
) -> None:
    other = Principal(99, "x", role) if role != Role.PUBLIC else NOBODY
    me = administrator.account_id or 0
    for act in (
        lambda: directory.add(other, "li", Role.ADMINISTRATOR),
        lambda: directory.change(
            other, me, 1, display_name="x", role=role, scope=Scope(), home=None
        ),
        lambda: directory.disable(other, me),
        lambda: directory.enable(other, me),
        lambda: directory.set_password(other, me, PASSWORD),
        lambda: directory.everyone(other, NOW),
        lambda: directory.named(other, "admin"),
        lambda: sessions.end_everywhere(other, me),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert len(_told()) == 1


def test_a_name_is_taken_however_it_is_typed(administrator: Principal) -> None:
    for typed in ("admin", "ADMIN", "ａｄｍｉｎ"):
        with pytest.raises(directory.NameTaken):
            directory.add(administrator, typed, Role.LEADER)
    assert [each.account.sign_in_name for each in _everyone(administrator)] == ["admin"]


def test_of_two_who_add_a_name_at_once_one_is_told(administrator: Principal) -> None:
    ended = _at_once(
        lambda: directory.add(administrator, "li", Role.LEADER),
        lambda: directory.add(administrator, "li", Role.STEWARD),
    )
    assert sorted(ended) == ["NameTaken", "done"]


def test_public_is_no_role_of_an_account(administrator: Principal) -> None:
    with pytest.raises(directory.RoleNotGiven):
        directory.add(administrator, "li", Role.PUBLIC)


@pytest.mark.parametrize(
    "home",
    [
        "gaj",  # no kind
        "organ:230100",  # half an organ
        "organ:230100/nowhere",
        "organ:999999/gaj",
        "city:gaj",
        "department:230100",
        "planet:earth",
        "team:nobody",  # not in the store
        "official:nobody",
        "organ:",
    ],
)
def test_a_home_that_is_not_there_is_refused(
    administrator: Principal, home: str
) -> None:
    with pytest.raises(codes.Unknown):
        directory.add(administrator, "li", Role.LEADER, home=home)


@pytest.mark.parametrize(
    "scope",
    [
        Scope(departments=frozenset({"gaj", "nowhere"})),
        Scope(cities=frozenset({"gaj"})),
        Scope(departments=frozenset({""})),
    ],
)
def test_a_limit_to_what_is_not_there_is_refused(
    administrator: Principal, scope: Scope
) -> None:
    with pytest.raises(codes.Unknown):
        directory.add(administrator, "li", Role.LEADER, scope=scope)


def test_where_no_codes_are_declared_none_is_refused(
    administrator: Principal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GOVSCORE_DATA", str(tmp_path))
    directory.add(administrator, "li", Role.LEADER, scope=GAJ, home="organ:1/2")


def test_a_name_that_is_none_and_a_short_password_add_nothing(
    administrator: Principal,
) -> None:
    with pytest.raises(names.Unusable):
        directory.add(administrator, "li wei", Role.LEADER)
    with pytest.raises(passwords.Unfit):
        directory.add(administrator, "li", Role.LEADER, password="short")
    assert len(_everyone(administrator)) == 1


def test_the_last_administrator_stays_one(administrator: Principal) -> None:
    me = directory.named(None, "admin")
    with pytest.raises(directory.LastAdministrator):
        directory.disable(administrator, me.account_id)
    with pytest.raises(directory.LastAdministrator):
        _give_role(me, Role.LEADER)
    other = directory.add(administrator, "other", Role.ADMINISTRATOR)
    directory.disable(administrator, other.account_id)
    with pytest.raises(directory.LastAdministrator):
        directory.disable(administrator, me.account_id)
    directory.enable(administrator, other.account_id)
    directory.disable(administrator, me.account_id)


def test_who_is_limited_manages_no_accounts(administrator: Principal) -> None:
    limited = directory.add(administrator, "other", Role.ADMINISTRATOR, scope=GAJ)
    with pytest.raises(NotAllowed):
        # It could give itself everything.
        directory.add(directory.principal_of(limited), "third", Role.ADMINISTRATOR)
    me = directory.named(None, "admin")
    # So the other one is still the last who can, and can neither go nor be limited.
    with pytest.raises(directory.LastAdministrator):
        directory.disable(administrator, me.account_id)
    with pytest.raises(directory.LastAdministrator):
        directory.change(
            administrator,
            me.account_id,
            me.revision,
            display_name="Admin",
            role=Role.ADMINISTRATOR,
            scope=GAJ,
            home=None,
        )


def test_two_administrators_cannot_remove_each_other_at_once(
    administrator: Principal,
) -> None:
    one = directory.named(None, "admin")
    two = directory.add(None, "two", Role.ADMINISTRATOR)
    ended = _at_once(
        lambda: directory.disable(None, one.account_id),
        lambda: directory.disable(None, two.account_id),
    )
    assert sorted(ended) == ["LastAdministrator", "done"]


def test_a_change_of_what_changed_meanwhile_is_refused(
    administrator: Principal,
) -> None:
    shown = directory.add(administrator, "li", Role.LEADER)
    # Of its limits alone, which are rows of their own.
    directory.change(
        administrator, shown.account_id, shown.revision,
        display_name="li", role=Role.LEADER, scope=GAJ, home=None,
    )  # fmt: skip
    with pytest.raises(directory.ChangedMeanwhile):
        _give_role(shown, Role.STEWARD)
    assert _everyone(administrator)[1].principal.scope == GAJ


def test_limits_are_replaced_not_added(administrator: Principal) -> None:
    both = Scope(departments=frozenset({"gaj", "fgw"}))
    li = directory.add(administrator, "li", Role.LEADER, scope=both)
    changed = directory.change(
        administrator, li.account_id, li.revision,
        display_name="li", role=Role.LEADER, scope=GAJ, home=None,
    )  # fmt: skip
    assert directory.principal_of(changed).scope == GAJ


def test_the_list_tells_who_is_signed_in(administrator: Principal) -> None:
    li = directory.add(administrator, "li", Role.LEADER, password=PASSWORD)
    with engine.writing() as session:
        for _ in range(2):
            sessions.start(session, li, HERE, NOW)
    admin, listed = _everyone(administrator)
    assert (admin.sessions, admin.last_sign_in_at) == (0, None)
    assert (listed.sessions, listed.last_sign_in_at) == (2, NOW)


def test_a_number_that_is_no_account_is_said(administrator: Principal) -> None:
    for act in (directory.disable, directory.enable, sessions.end_everywhere):
        with pytest.raises(directory.NotThere):
            act(administrator, 4711)
    with pytest.raises(directory.NotThere):
        directory.named(administrator, "nobody")


def _everyone(principal: Principal) -> list[directory.Listed]:
    return directory.everyone(principal, NOW)


def _give_role(account: Account, role: Role) -> None:
    directory.change(
        None, account.account_id, account.revision,
        display_name="x", role=role, scope=Scope(), home=None,
    )  # fmt: skip


def _at_once(*acts: Callable[[], object]) -> list[str]:
    """How acts end that begin at the same moment: done, or the name of the refusal."""
    gate = threading.Barrier(len(acts))

    def run(act: Callable[[], object]) -> str:
        gate.wait()
        try:
            act()
        except directory.Failure as failure:
            return type(failure).__name__
        return "done"

    with ThreadPoolExecutor(len(acts)) as together:
        return list(together.map(run, acts))
