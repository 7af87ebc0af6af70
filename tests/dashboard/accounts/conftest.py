"""An administrator and a clock, for tests of accounts."""

from datetime import UTC, datetime

import pytest

from dashboard.accounts import directory
from dashboard.accounts.principal import Principal, Role

NOW = datetime(2026, 11, 2, 1, 0, tzinfo=UTC)
PASSWORD = "correct horse battery"
HERE = "10.1.2.3"


@pytest.fixture
def administrator(store: str) -> Principal:
    """The first administrator, added by the command line."""
    account = directory.add(
        None, "admin", Role.ADMINISTRATOR, display_name="管理员", password=PASSWORD
    )
    return directory.principal_of(account)
