"""Bringing the store to the newest migration, however many processes start at once."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection, make_url, text

from dashboard.database import engine
from dashboard.failures import Failure

# Any number does, as long as nothing else in the database takes the same lock.
_LOCK = 7_311_450_219


class StoreIsNewer(Failure):
    """The store was migrated by a newer version of this program."""

    key = "failure.store_newer"


def up() -> None:
    """Bring the store to the newest migration. Raises engine.StoreUnreachable.

    One process migrates and the others wait and find nothing to do: on SQLite the
    transaction holds the write lock from its start, on PostgreSQL an advisory lock.
    """
    _keep_private()
    with engine.changing() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(
                text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK}
            )
        if _standing(connection) == _newest():
            return
        try:
            command.upgrade(_config(connection), "head")
        except CommandError as error:
            raise StoreIsNewer(str(error)) from error


def _keep_private() -> None:
    """A new SQLite file is for its owner alone: hashes of passwords will be in it."""
    at = make_url(engine.url())
    if at.get_backend_name() == "sqlite" and at.database:
        file = Path(at.database)
        if file.parent.is_dir():
            file.touch(mode=0o600)


def _standing(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def _newest() -> str | None:
    return ScriptDirectory.from_config(_config()).get_current_head()


def _config(connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option(
        "script_location", str(Path(__file__).parent / "migrations").replace("%", "%%")
    )
    # Messages of a start belong to the program, not to standard output.
    config.attributes["connection"] = connection
    return config
