"""The command line: accounts and the audit log, in sentences and with a status."""

import io
import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import text

from dashboard import cli, locations
from dashboard.accounts import audit, directory, sign_in
from dashboard.accounts.principal import NOBODY
from dashboard.database import engine
from dashboard.database.columns import now
from tests.serving import PROJECT

PASSWORD = "correct horse battery"
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(
    store: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Run:
    """Run a command; returns its status, what it said and what went wrong."""
    # A command sets it for its own process, which here is that of all tests.
    monkeypatch.setenv(locations.DATA_VARIABLE, str(PROJECT / "data"))

    def ran(*words: str, typed: str = "") -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["dashboard", *words])
        monkeypatch.setattr(sys, "stdin", io.StringIO(typed))
        with pytest.raises(SystemExit) as ended:
            cli.main()
        said = capsys.readouterr()
        return int(ended.value.code or 0), said.out, said.err

    return ran


def test_an_account_is_added_and_can_sign_in(run: Run) -> None:
    status, said, _ = run(
        "users", "add", "Li", "--role", "leader", "--department", "gaj",
        "--city", "230100", "--city", "230200", "--home", "organ:230100/gaj",
        "--name", "李伟", typed=f"{PASSWORD}\n",
    )  # fmt: skip
    assert (status, said) == (0, "Added li (leader).\n")
    assert sign_in.sign_in("li", PASSWORD, "10.1.2.3")
    _, told, _ = run("users", "list", "--json")
    (account,) = json.loads(told)["accounts"]
    last_sign_in_at = account.pop("last_sign_in_at")
    assert last_sign_in_at is not None
    assert account == {
        "name": "li",
        "shown": "李伟",
        "role": "leader",
        "departments": ["gaj"],
        "cities": ["230100", "230200"],
        "home": "organ:230100/gaj",
        "is_disabled": False,
        "sessions": 1,
    }


@pytest.mark.parametrize(
    ("words", "typed", "status", "says"),
    [
        (("--role", "leader"), "short\n", 1, "Choose a password of 12 to 200"),
        (("--role", "leader"), "", 1, "Choose a password of 12 to 200"),
        (("--role", "public"), PASSWORD, 2, "The public needs no account"),
        (("--role", "king"), PASSWORD, 2, "'king' is not one of"),
        ((), PASSWORD, 2, "Missing option '--role'"),
        (("--role", "leader", "--city", "x"), PASSWORD, 1, "There is no code x"),
        (("--role", "leader", "--home", "x"), PASSWORD, 1, "There is no code x"),
        (("--role", "leader", "--data", "/nowhere"), PASSWORD, 2, "--data DIR"),
    ],
)
def test_what_cannot_be_is_a_sentence(
    run: Run, words: tuple[str, ...], typed: str, status: int, says: str
) -> None:
    ended, said, wrong = run("users", "add", "li", *words, typed=typed)
    # Boxes of the usage message break lines and draw borders.
    flat = " ".join(re.sub(r"[│╭╮╰╯─]", " ", wrong).split())
    assert (ended, said) == (status, "")
    assert says in flat
    assert "Traceback" not in wrong
    assert directory.everyone(None, now()) == []


def test_accounts_are_disabled_enabled_signed_out_and_given_passwords(
    run: Run,
) -> None:
    run("users", "add", "li", "--role", "leader", typed=f"{PASSWORD}\n")
    token = sign_in.sign_in("li", PASSWORD, "10.1.2.3")
    assert run("users", "sign-out", "LI")[:2] == (0, "LI: sessions ended: 1.\n")
    assert run("users", "disable", "li")[0] == 0
    with pytest.raises(sign_in.Refused):
        sign_in.sign_in("li", PASSWORD, "10.1.2.3")
    assert run("users", "enable", "li")[0] == 0
    assert run("users", "password", "li", typed="another good password\n")[0] == 0
    assert sign_in.sign_in("li", "another good password", "10.1.2.3") != token
    for command in ("disable", "enable", "sign-out", "password"):
        assert run("users", command, "nobody", typed=f"{PASSWORD}\n")[0] == 1


def test_the_demo_makes_accounts_of_every_role_once(run: Run) -> None:
    status, said, _ = run("users", "demo")
    assert status == 0
    rows = [line.split() for line in said.splitlines()[2:]]
    assert {row[2] for row in rows} == {
        "administrator", "steward", "leader", "evaluator", "reviewer"
    }  # fmt: skip
    assert len({row[1] for row in rows}) == len(rows) == 8
    for name, password, *_rest in rows:
        assert sign_in.sign_in(name, password, "10.1.2.3")
    assert run("users", "demo")[1] == "There are accounts already; none was made.\n"


def test_the_log_is_verified_against_what_was_kept(run: Run) -> None:
    run("users", "demo")
    status, told, _ = run("audit", "verify", "--json")
    before = json.loads(told)
    assert (status, before["entries"]) == (0, 8)
    run("users", "disable", "leader")
    assert run("audit", "verify", "--kept", before["last"])[0] == 0
    with engine.writing() as session:
        session.execute(text("UPDATE audit_entry SET target = 'x' WHERE entry_id = 4"))
    status, _, wrong = run("audit", "verify", "--kept", before["last"])
    assert (status, "from entry 4 on" in wrong) == (1, True)
    assert run("audit", "verify", "--kept", "yesterday")[0] == 2


def test_the_log_is_read_newest_first_and_by_account(run: Run) -> None:
    run("users", "demo")
    run("users", "disable", "leader")
    _, told, _ = run("audit", "list", "--account", "leader", "--json")
    entries = json.loads(told)["entries"]
    assert [entry["action"] for entry in entries] == [
        "account_disabled", "account_added"
    ]  # fmt: skip
    _, told, _ = run("audit", "list", "--action", "account_added", "--limit", "3")
    assert len(told.splitlines()) == 4  # with its heading


def test_what_strangers_typed_does_not_steer_the_terminal(run: Run) -> None:
    with engine.writing() as session:
        audit.record(session, NOBODY, "seen", "\x1b[2Jgone [bold]x[/bold]")
    _, told, _ = run("audit", "list")
    assert "\x1b" not in told
    assert "[bold]x[/bold]" in told


def test_a_store_that_does_not_answer_is_a_sentence(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv(engine.STORE_VARIABLE, f"sqlite:///{tmp_path}/no/where.sqlite")
    status, _, wrong = run("users", "list")
    assert (status, "Traceback" in wrong) == (1, False)
    assert "does not answer" in wrong


def test_a_command_that_succeeds_does_without_the_screens() -> None:
    loaded = subprocess.run(
        [sys.executable, "-c",
         "import sys, dashboard.cli; print('streamlit' in sys.modules)"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert loaded.stdout == "False\n"
