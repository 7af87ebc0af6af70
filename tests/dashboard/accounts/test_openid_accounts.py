"""People whom a provider knows: which group decides, and what their account becomes."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from dashboard.accounts import directory, groups, lookup, openid_accounts, sessions
from dashboard.accounts.principal import Role, Scope
from dashboard.database import engine
from dashboard.database.models.accounts import Account
from dashboard.database.models.audit import AuditEntry
from dashboard.locations import DATA_VARIABLE

NOW = datetime(2026, 11, 2, 1, 0, tzinfo=UTC)
DECLARED = """
groups_claim = "realm_access.roles"

[[group]]
group = "deputies"
role = "leader"
departments = ["zjj"]
home = "department:zjj"

[[group]]
group = "leaders"
role = "leader"

[[group]]
group = "assessors"
role = "evaluator"
cities = ["230100"]
"""


@pytest.fixture(autouse=True)
def declared(
    sqlite_store: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Path:
    monkeypatch.setenv(DATA_VARIABLE, str(tmp_path))
    file = tmp_path / groups.FILE
    file.write_text(DECLARED, encoding="utf-8")
    return file


def person(*held: str, sub: str = "7", **more: Any) -> dict[str, Any]:
    return {
        "iss": "https://provider.example",
        "sub": sub,
        "name": "李明",
        "preferred_username": "Li.Ming",
        "realm_access": {"roles": list(held)},
        **more,
    }


def signed_in(told: dict[str, Any]) -> Account:
    token = openid_accounts.sign_in(told, "192.0.2.1", NOW)
    reader = sessions.find(token, NOW)
    assert reader
    with engine.reading() as session:
        return lookup.there(session, reader.account_id or 0)


def actions() -> list[str]:
    with engine.reading() as session:
        entries = session.query(AuditEntry).order_by(AuditEntry.entry_id)
        return [entry.action for entry in entries]


def test_the_first_declared_group_decides() -> None:
    # In the order of the file, not of the provider's list.
    account = signed_in(person("staff", "leaders", "deputies"))
    assert (account.role, account.home) == ("leader", "department:zjj")
    assert lookup.limits(account) == (frozenset({"zjj"}), frozenset())
    assert (account.display_name, account.sign_in_name) == ("李明", "li.ming")
    assert account.password_hash is None


def test_a_change_of_groups_counts_at_the_next_sign_in() -> None:
    first = signed_in(person("leaders"))
    second = signed_in(person("assessors"))
    assert first.account_id == second.account_id
    assert second.role == "evaluator"
    assert lookup.limits(second) == (frozenset(), frozenset({"230100"}))
    signed_in(person("assessors"))
    assert actions() == [
        "account_added", "signed_in", "account_changed", "signed_in", "signed_in",
    ]  # fmt: skip


def test_who_lost_the_last_group_is_out_everywhere() -> None:
    token = openid_accounts.sign_in(person("leaders"), "192.0.2.1", NOW)
    with pytest.raises(openid_accounts.NoGroup):
        openid_accounts.sign_in(person("staff"), "192.0.2.1", NOW)
    assert sessions.find(token, NOW + timedelta(seconds=1)) is None
    assert actions()[-1] == "sign_in_refused"


@pytest.mark.parametrize(
    "held",
    [
        {},
        {"realm_access": None},
        {"realm_access": {"roles": None}},
        {"realm_access": {"roles": [1, None, ["leaders"]]}},
        {"realm_access": "leaders"},
        {"realm_access.roles": ["Leaders"]},
        {"groups": ["leaders"]},
    ],
)
def test_claims_that_name_no_declared_group_let_nobody_in(held: dict[str, Any]) -> None:
    told = person()
    del told["realm_access"]
    with pytest.raises(openid_accounts.NoGroup):
        openid_accounts.sign_in({**told, **held}, "192.0.2.1", NOW)


def test_a_person_is_the_identity_and_not_the_name() -> None:
    mine = signed_in(person("leaders", sub="7"))
    # Somebody else of the same name, and the same number at another provider.
    other = signed_in(person("leaders", sub="8"))
    elsewhere = signed_in(person("leaders", sub="7", iss="https://other.example"))
    assert len({mine.account_id, other.account_id, elsewhere.account_id}) == 3
    assert mine.sign_in_name == "li.ming"
    assert other.sign_in_name.startswith("li.ming#")


def test_identities_that_begin_alike_are_two_persons() -> None:
    # A provider may give up to 255 characters.
    alike = "7" * 250
    first, second = (signed_in(person("leaders", sub=f"{alike}{n}")) for n in "ab")
    assert first.account_id != second.account_id
    again = signed_in(person("leaders", sub=f"{alike}a"))
    assert again.account_id == first.account_id
    elsewhere = person("leaders", sub=f"{alike}a", iss="https://other.example")
    assert signed_in(elsewhere).account_id not in {first.account_id, second.account_id}


def test_a_local_account_of_the_same_name_is_not_taken_over() -> None:
    local = directory.add(None, "li.ming", Role.ADMINISTRATOR, password="x" * 12)
    account = signed_in(person("leaders"))
    assert account.account_id != local.account_id
    assert account.role == "leader"


def test_a_disabled_account_stays_out() -> None:
    account = signed_in(person("leaders"))
    directory.disable(None, account.account_id)
    with pytest.raises(openid_accounts.Disabled):
        openid_accounts.sign_in(person("leaders"), "192.0.2.1", NOW)


def test_a_home_that_an_administrator_gave_stays_where_no_group_says_one() -> None:
    account = signed_in(person("leaders"))
    directory.change(
        None,
        account.account_id,
        account.revision,
        display_name="李明",
        role=Role.LEADER,
        scope=Scope(),
        home="city:230100",
    )
    assert signed_in(person("leaders")).home == "city:230100"
    assert signed_in(person("deputies")).home == "department:zjj"


def test_names_from_a_provider_are_kept_short_and_visible() -> None:
    told = person("leaders", name="a\u202e\n" + "b" * 500, preferred_username="\x00 \n")
    account = signed_in(told)
    assert account.display_name == "a" + "b" * 99
    assert account.sign_in_name.startswith("openid#")


@pytest.mark.parametrize(
    "text",
    [
        "[[group]]\ngroup = 'x'\nrole = 'king'",
        "[[group]]\ngroup = 'x'\nrole = 'public'",
        "[[group]]\ngroup = ''\nrole = 'leader'",
        "[[group]]\nrole = 'leader'",
        "[[group]]\ngroup = 'x'\nrole = 'leader'\ndepartment = ['zjj']",
        "groups = 'x'",
        "not toml",
    ],
)
def test_a_wrong_declaration_lets_nobody_in(declared: Path, text: str) -> None:
    declared.write_text(text, encoding="utf-8")
    with pytest.raises(groups.DeclarationWrong):
        openid_accounts.sign_in(person("leaders", "x"), "192.0.2.1", NOW)


def test_without_a_declaration_nobody_gets_in(declared: Path) -> None:
    declared.unlink()
    with pytest.raises(groups.DeclarationWrong):
        openid_accounts.sign_in(person("leaders"), "192.0.2.1", NOW)
