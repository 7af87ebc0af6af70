"""An empty assessment store for a test: on SQLite, and on a real PostgreSQL.

A test that asks for `store` runs on both. A store is a copy of a migrated template, so
that it costs a few milliseconds.
"""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import argon2
import psycopg
import pytest

from dashboard.accounts import passwords
from dashboard.database import engine, migrate

_USER = "govscore"
_TEMPLATE = "template_of_store"
# Refuses to run as root, so that root runs it as somebody who may do nothing else.
_UNPRIVILEGED = ["--reuid=nobody", "--regid=nogroup", "--clear-groups"]


@dataclass
class Cluster:
    """A PostgreSQL that only this process can reach, by a socket."""

    found: Path
    socket: Path
    is_durable: bool = False
    numbers: Iterator[int] = field(default_factory=count)
    server: subprocess.Popen[bytes] | None = None

    def url(self, database: str) -> str:
        return f"postgresql+psycopg://{_USER}@/{database}?host={self.socket}"

    def copy(self, name: str = "") -> str:
        """A new migrated database; returns its name."""
        name = name or f"store_{next(self.numbers)}"
        # Made and dropped in a third of the time that pages take through the log.
        self.command(f"CREATE DATABASE {name} TEMPLATE {_TEMPLATE} STRATEGY file_copy")
        return name

    def start(self) -> None:
        """Start it, or start it again; returns when it answers."""
        self.server = _started(self.found, self.socket, self.is_durable)
        for _ in range(200):
            try:
                self.command("SELECT 1")
                return
            except psycopg.OperationalError:
                assert self.server.poll() is None, "PostgreSQL ended unanswered"
                time.sleep(0.05)
        raise AssertionError("PostgreSQL did not start in 10 seconds")

    def stop(self) -> None:
        """End its sessions, without waiting for them, and then itself."""
        if self.server is not None:
            self.server.send_signal(signal.SIGINT)
            self.server.wait(timeout=20)

    def command(self, statement: str) -> None:
        with psycopg.connect(
            host=str(self.socket), user=_USER, dbname="postgres", autocommit=True
        ) as connection:
            connection.execute(statement.encode())


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request: pytest.FixtureRequest) -> str:
    """An empty migrated store as GOVSCORE_STORE; returns its URL."""
    return str(request.getfixturevalue(f"{request.param}_store"))


@pytest.fixture
def quick_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hash with as little work as can be: most tests are about something else."""
    quick = argon2.PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    monkeypatch.setattr(passwords, "HASHER", quick)


@pytest.fixture
def sqlite_store(
    migrated_file: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    quick_passwords: None,
) -> Iterator[str]:
    """The same on SQLite only, for tests that are not about the store."""
    file = tmp_path / "assessments.sqlite"
    shutil.copy(migrated_file, file)
    url = f"sqlite:///{file}"
    monkeypatch.setenv(engine.STORE_VARIABLE, url)
    yield url
    monkeypatch.setenv(engine.STORE_VARIABLE, url)
    engine.close()


@pytest.fixture
def postgresql_store(
    cluster: Cluster, monkeypatch: pytest.MonkeyPatch, quick_passwords: None
) -> Iterator[str]:
    """The same on PostgreSQL only."""
    # Under the same name each time: the engine stays, and with it what SQLAlchemy has
    # made of each statement.
    name = cluster.copy("store")
    url = cluster.url(name)
    monkeypatch.setenv(engine.STORE_VARIABLE, url)
    yield url
    monkeypatch.setenv(engine.STORE_VARIABLE, url)
    engine.close()
    cluster.command(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file; tests copy it and never change it."""
    file = tmp_path_factory.mktemp("migrated") / "template.sqlite"
    _migrate(f"sqlite:///{file}")
    return file


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """PostgreSQL for this process, with a migrated template; stopped at the end."""
    found = programs()
    if found is None:
        pytest.skip("no PostgreSQL found (Debian: apt-get install postgresql)")
    with started(found) as running:
        yield running


@contextmanager
def started(found: Path, *, is_durable: bool = False) -> Iterator[Cluster]:
    """The same without pytest. is_durable: what is committed survives a power cut."""
    # Not pytest's own folder: the path of a socket may have a hundred letters only,
    # and nobody must be able to walk to it.
    folder = Path(tempfile.mkdtemp(prefix="govscore-postgresql-"))
    if os.geteuid() == 0:
        shutil.chown(folder, "nobody", "nogroup")
    running = Cluster(found, folder, is_durable)
    try:
        _initialise(found, folder)
        try:
            running.start()
            running.command(f"CREATE DATABASE {_TEMPLATE}")
            _migrate(running.url(_TEMPLATE))
            yield running
        finally:
            running.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def programs() -> Path | None:
    """Where initdb and postgres are; Debian keeps them off the path."""
    on_path = shutil.which("initdb")
    places = [Path(on_path).resolve().parent] if on_path else []
    places += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    return next((place for place in places if (place / "initdb").is_file()), None)


def _initialise(found: Path, folder: Path) -> None:
    subprocess.run(
        ["setpriv", *_rights(), found / "initdb", "--pgdata", folder / "data",
         "--auth=trust", "--username", _USER, "--encoding=UTF8", "--locale=C",
         "--no-sync"],
        cwd=folder, check=True, stdout=subprocess.DEVNULL,
    )  # fmt: skip


def _started(found: Path, folder: Path, is_durable: bool) -> subprocess.Popen[bytes]:
    # It ends with this process, even one that is killed.
    return subprocess.Popen(
        ["setpriv", *_rights(), "--pdeathsig=INT", found / "postgres",
         "-D", folder / "data",
         "-c", "listen_addresses=", "-c", f"unix_socket_directories={folder}",
         "-c", f"fsync={'on' if is_durable else 'off'}", "-c", "max_connections=200"],
        cwd=folder, stderr=subprocess.DEVNULL,
    )  # fmt: skip


def _rights() -> list[str]:
    return _UNPRIVILEGED if os.geteuid() == 0 else []


def _migrate(url: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(engine.STORE_VARIABLE, url)
        migrate.up()
        # Also writes what is in SQLite's log into the file, so that it can be copied.
        engine.close()
