"""The page of accounts and the audit log, as an administrator uses it."""

from pathlib import Path

import pytest
from sqlalchemy import text
from streamlit.testing.v1 import AppTest

from dashboard.accounts import audit, directory, sessions, sign_in
from dashboard.accounts.principal import NOBODY, Principal, Role, Scope
from dashboard.database import engine
from dashboard.database.columns import now
from tests.dashboard.conftest import Open, words

PASSWORD = "correct horse battery"
ADDED = "123.123.123.123"


@pytest.fixture
def admin(sqlite_store: str) -> Principal:
    account = directory.add(
        None, "admin", Role.ADMINISTRATOR, display_name="管理员", password=PASSWORD
    )
    return directory.principal_of(account)


@pytest.fixture
def accounts(world: Path, open_page: Open, admin: Principal) -> AppTest:
    return open_page(world, "accounts", principal=admin)


def _table(app: AppTest) -> list[list[str]]:
    return [list(row) for row in app.table[0].value.to_numpy()]


def _press(app: AppTest, label: str) -> AppTest:
    (button,) = (each for each in app.button if each.label == label)
    return button.click().run()


def _field(app: AppTest, label: str) -> AppTest:
    (field,) = (
        each
        for kind in ("text_input", "selectbox", "multiselect")
        for each in app.get(kind)
        if each.label == label
    )
    return field


def _choose(app: AppTest, sign_in_name: str) -> AppTest:
    account = directory.named(None, sign_in_name)
    app.run()  # it may be newer than the page
    return (
        _field(app, "Add an account, or choose one")
        .set_value(str(account.account_id))
        .run()
    )


def test_an_account_is_added_with_a_password_shown_once(accounts: AppTest) -> None:
    _field(accounts, "Sign-in name").set_value("Li.Wei")
    _field(accounts, "Name to show").set_value("李伟")
    _field(accounts, "Role").set_value(Role.EVALUATOR)
    _press(accounts, "Add, and make a first password")
    assert not accounts.exception
    name, password = accounts.code[0].value.split("\n")
    assert name == "li.wei"
    token = sign_in.sign_in(name, password, ADDED)
    standing = sessions.standing(token)
    assert standing is not None and standing.must_change_password
    assert [row[0] for row in _table(accounts)] == [
        "管理员 (admin)", r"李伟 (li\.wei)"
    ]  # fmt: skip
    accounts.run()
    assert not accounts.code
    assert _field(accounts, "Sign-in name").value == ""


def test_what_cannot_be_added_is_said_beside_the_form(accounts: AppTest) -> None:
    _field(accounts, "Sign-in name").set_value("admin")
    _press(accounts, "Add, and make a first password")
    assert "Choose another role" in words(accounts)
    _field(accounts, "Role").set_value(Role.LEADER)
    _press(accounts, "Add, and make a first password")
    assert r"The sign-in name admin is taken" in words(accounts)
    assert _field(accounts, "Sign-in name").value == "admin"
    assert len(directory.everyone(None, now())) == 1


def test_an_account_is_changed(accounts: AppTest) -> None:
    directory.add(
        None, "li", Role.LEADER, scope=Scope(cities=frozenset({"230100"})),
        home="organ:230100/gaj",
    )  # fmt: skip
    _choose(accounts, "li")
    assert _field(accounts, "Limited to cities").value == ["230100"]
    _field(accounts, "Name to show").set_value("李伟")
    _field(accounts, "Role").set_value(Role.REVIEWER)
    _field(accounts, "Limited to cities").set_value([])
    _field(accounts, "Home: city").set_value("")
    _press(accounts, "Save")
    assert not accounts.error
    assert directory.principal_of(directory.named(None, "li")) == Principal(
        2, "李伟", Role.REVIEWER, Scope(), "department:gaj"
    )
    # And once more, from what stands now.
    _field(accounts, "Name to show").set_value("李伟二")
    _press(accounts, "Save")
    assert not accounts.error
    assert directory.named(None, "li").display_name == "李伟二"


def test_a_change_over_somebody_elses_is_refused(accounts: AppTest) -> None:
    li = directory.add(None, "li", Role.LEADER)
    _choose(accounts, "li")
    directory.change(
        None, li.account_id, li.revision,
        display_name="Theirs", role=Role.STEWARD, scope=Scope(), home=None,
    )  # fmt: skip
    _field(accounts, "Name to show").set_value("Mine")
    _press(accounts, "Save")
    assert "Someone changed this account" in words(accounts)
    assert directory.named(None, "li").display_name == "Theirs"
    accounts.run()
    assert _field(accounts, "Name to show").value == "Theirs"


def test_the_last_administrator_cannot_be_disabled(accounts: AppTest) -> None:
    _choose(accounts, "admin")
    _press(accounts, "Disable now")
    assert "last administrator" in words(accounts)


def test_one_is_disabled_and_enabled_and_signed_out(accounts: AppTest) -> None:
    li = directory.add(None, "li", Role.LEADER, password=PASSWORD)
    _choose(accounts, "li")
    _press(accounts, "Disable now")
    assert _table(accounts)[1][4] == ":orange-badge[Disabled]"
    _press(accounts, "Enable")
    token = sign_in.sign_in("li", PASSWORD, ADDED)
    accounts.run()
    assert _table(accounts)[1][4] == "Signed in (1)"
    _press(accounts, "End sessions")
    assert sessions.find(token) is None
    assert directory.named(None, "li").account_id == li.account_id


def test_a_new_password_is_shown_once_and_the_old_one_is_dead(
    accounts: AppTest,
) -> None:
    directory.add(None, "li", Role.LEADER, password=PASSWORD)
    _choose(accounts, "li")
    _press(accounts, "Make a new password")
    name, password = accounts.code[0].value.split("\n")
    with pytest.raises(sign_in.Refused):
        sign_in.sign_in("li", PASSWORD, ADDED)
    assert sign_in.sign_in(name, password, ADDED)
    accounts.run()
    assert not accounts.code


def test_what_one_did_oneself_is_no_change_by_somebody_else(
    accounts: AppTest,
) -> None:
    directory.add(None, "li", Role.LEADER, password=PASSWORD)
    _choose(accounts, "li")
    for button in ("Make a new password", "Disable now", "Enable"):
        _press(accounts, button)
    _field(accounts, "Name to show").set_value("李伟")
    _press(accounts, "Save")
    assert not accounts.error
    assert directory.named(None, "li").display_name == "李伟"


def test_names_are_words_and_never_markup(accounts: AppTest) -> None:
    directory.add(
        None, "<b>li</b>", Role.LEADER, display_name="[x](http://evil) :red[y] **z**"
    )
    accounts.run()
    shown = _table(accounts)[0][0]
    assert "[x]" not in shown and "**z**" not in shown and "<b>" not in shown


def test_a_name_is_found_however_it_is_typed(accounts: AppTest) -> None:
    directory.add(None, "li.wei", Role.LEADER, display_name="李伟")
    for sought in ("LI.", "ｗｅｉ", "李"):
        _field(accounts, "Find a name").set_value(sought).run()
        assert len(_table(accounts)) == 1
    _field(accounts, "Find a name").set_value("nobody").run()
    assert "No account has that name" in words(accounts)


def _log(world: Path, open_page: Open, admin: Principal) -> AppTest:
    return open_page(world, "accounts", principal=admin, view="audit")


def test_the_log_stands_newest_first_and_is_filtered(
    world: Path, open_page: Open, admin: Principal
) -> None:
    li = directory.add(admin, "li", Role.LEADER)
    directory.disable(admin, li.account_id)
    app = _log(world, open_page, admin)
    assert not app.exception
    assert [row[2:] for row in _table(app)] == [
        ["管理员", "**Opened a restricted page** accounts"],
        ["管理员", "**Disabled an account** li"],
        ["管理员", "**Added an account** li  :gray[name: li; role: leader]"],
        [
            "Command line",
            "**Added an account** admin  :gray[name: 管理员; role: administrator]",
        ],
    ]  # fmt: skip
    _field(app, "Account or target").set_value("li").run()
    # What was done to li, and what the command line did.
    assert [row[0] for row in _table(app)] == ["3", "2", "1"]
    _field(app, "Action").set_value("account_disabled").run()
    assert [row[0] for row in _table(app)] == ["3"]


def test_a_change_tells_what_is_different_and_is_no_markup(
    world: Path, open_page: Open, admin: Principal
) -> None:
    with engine.writing() as session:
        audit.record(
            session, NOBODY, "account_changed", "[x](http://evil)",
            before={"role": "leader", "cities": [], "home": None},
            after={"role": "leader", "cities": ["1", "2"], "home": "**bold**"},
        )  # fmt: skip
    what = _table(_log(world, open_page, admin))[1][3]
    assert "cities: nothing → 1, 2; home: nothing →" in what
    assert "role" not in what
    assert "[x]" not in what and " **bold**" not in what


def test_the_chain_is_verified_on_demand(
    world: Path, open_page: Open, admin: Principal
) -> None:
    app = _press(_log(world, open_page, admin), "Verify the chain")
    with engine.reading() as session:
        number, sha = audit.last(session)
    assert app.success[0].value.startswith(f"All {number} entries hold")
    assert app.code[0].value == f"{number}:{sha}"
    with engine.writing() as session:
        session.execute(text("DELETE FROM audit_entry WHERE entry_id = 1"))
    _press(app, "Verify the chain")
    assert "does not hold from entry 1 on" in words(app)


def test_a_long_log_is_shown_in_parts(
    world: Path, open_page: Open, admin: Principal
) -> None:
    with engine.writing() as session:
        for n in range(60):
            audit.record(session, NOBODY, "signed_in", f"n{n}", note="x" * 500)
    app = _log(world, open_page, admin)
    assert len(_table(app)) == 50
    _press(app, "Show more")
    assert len(_table(app)) == 62  # with the account added and the page opened
    assert max(len(row[3]) for row in _table(app)) < 400
