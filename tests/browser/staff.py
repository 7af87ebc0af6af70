"""Everybody who takes part in an assessment, with accounts, on a server of their own.

The workspace is the demo's with the shipped rubrics, and weights of two methods so that
a journey stays short.
"""

import json
import secrets
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import duckdb
import pytest

from dashboard.accounts import cookies, directory, lookup, sessions
from dashboard.accounts.principal import Role
from dashboard.database import engine, migrate
from dashboard.locations import DATA_VARIABLE
from tests.browser.conftest import MeetReader
from tests.browser.hands import PATIENCE
from tests.browser.reader import DESK, Reader, Size
from tests.serving import PROJECT, Server, served

POLICE, LABOUR = "department:gaj", "department:rsj"
# Name shown, role, and the unit one belongs to.
PEOPLE = {
    "zheng": ("郑敏", Role.ADMINISTRATOR, None),
    "wang": ("王磊", Role.EVALUATOR, None),
    "li": ("李娜", Role.EVALUATOR, None),
    "zhou": ("周强", Role.EVALUATOR, None),
    "qian": ("钱进", Role.REVIEWER, None),
    "sun": ("孙丽", Role.REVIEWER, None),
    "chen": ("陈晨", Role.REVIEWER, None),
    "wu": ("吴刚", Role.LEADER, POLICE),
    "feng": ("冯雪", Role.LEADER, LABOUR),
    "he": ("何静", Role.STEWARD, None),
}
_METHODS = """
[methods.department]
expert      = { weight = 0.70, rubric = "expert" }
supervision = { weight = 0.30, rubric = "supervision" }

[methods.team]
routine     = { weight = 1.00, rubric = "routine_people" }

"""


@dataclass
class Staff:
    """A server, and the means to sit down at it as any of the people."""

    server: Server
    workspace: Path
    passwords: dict[str, str] = field(default_factory=dict)

    def sits_down(
        self, meet: MeetReader, name: str, size: Size = DESK, *, by_form: bool = False
    ) -> Reader:
        """A browser of one's own, signed in; by the form as people do, or already."""
        reader = meet(self.server, "zh", size, role="")
        reader.page.set_default_timeout(PATIENCE)
        if by_form:
            return self._sign_in(reader, name)
        token = self._token(name)
        reader.page.context.add_cookies(
            [{"name": cookies.SESSION, "value": token, "url": self.server.address}]
        )
        return reader

    def published(self, audience: str) -> Path:
        """The file that an audience reads now."""
        told = json.loads(
            (self.workspace / "published" / "current.json").read_text(encoding="utf-8")
        )
        return self.workspace / "published" / f"{told['version']}-{audience}.duckdb"

    def run(self) -> None:
        """Let the pipelines publish, as the schedule does."""
        subprocess.run(
            [sys.executable, "-m", "pipelines", "run", "--data", str(self.workspace)],
            cwd=PROJECT,
            check=True,
            stdout=subprocess.DEVNULL,
        )

    def _sign_in(self, reader: Reader, name: str) -> Reader:
        reader.page.goto(f"{self.server.address}/sign-in?lang=zh")
        reader.page.get_by_label("登录名").fill(name)
        reader.page.get_by_label("密码").fill(self.passwords[name])
        reader.page.get_by_role("button", name="登录").click()
        return reader.settle()

    def _token(self, name: str) -> str:
        with _store(self.workspace):
            with engine.reading() as session:
                account = lookup.of_name(session, name)
            assert account is not None
            with engine.writing() as session:
                return sessions.start(session, account, "127.0.0.1")


@contextmanager
def at_work(demo: Path, folder: Path) -> Iterator[Staff]:
    """Copy the demo, make the accounts, serve it."""
    workspace = folder / "workspace"
    # A store there is another test's.
    own = shutil.ignore_patterns("assessments.sqlite*", "secret.key", "evidence")
    shutil.copytree(demo, workspace, ignore=own)
    shutil.copy(demo / "secret.key", workspace)
    shutil.copytree(PROJECT / "data" / "rubrics", workspace / "rubrics")
    _, deadlines, rest = (
        (PROJECT / "data" / "assessment.toml")
        .read_text(encoding="utf-8")
        .partition("[deadlines]")
    )
    (workspace / "assessment.toml").write_text(
        _METHODS + deadlines + rest, encoding="utf-8"
    )
    passwords = {name: secrets.token_urlsafe(16) for name in PEOPLE}
    with _store(workspace):
        for name, (shown, role, home) in PEOPLE.items():
            directory.add(
                None,
                name,
                role,
                display_name=shown,
                home=home,
                password=passwords[name],
            )
    with served(workspace, folder / "server.log") as server:
        yield Staff(server, workspace, passwords)


def everything_in(file: Path) -> str:
    """Every value of every table of a published file, as text to search in."""
    with duckdb.connect(str(file), read_only=True) as con:
        tables = con.execute("SELECT table_name FROM duckdb_tables()").fetchall()
        rows = [con.sql(f'FROM "{name}"').fetchall() for (name,) in tables]
    return "\n".join(str(row) for table in rows for row in table)


@contextmanager
def _store(workspace: Path) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(DATA_VARIABLE, str(workspace))
        migrate.up()
        yield
        # The server writes to it next.
        engine.close()
