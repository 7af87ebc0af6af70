"""One world for all: a PostgreSQL, a publication, nginx with TLS and two replicas."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from dashboard.database import engine
from tests import databases
from tests.dashboard import published
from tests.databases import Cluster
from tests.replicas import evaluators, fleet
from tests.replicas.evaluators import Evaluator
from tests.replicas.fleet import Fleet

EVALUATORS = 4


@pytest.fixture(scope="module")
def postgresql() -> Iterator[Cluster]:
    """One of their own: these tests stop it."""
    found = databases.programs()
    if found is None:
        pytest.skip("no PostgreSQL found (Debian: apt-get install postgresql)")
    with databases.started(found) as running:
        yield running


@pytest.fixture(scope="module")
def at_desks(postgresql: Cluster) -> Iterator[list[Evaluator]]:
    """Evaluators, each with an open form in the store the replicas serve."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(engine.STORE_VARIABLE, postgresql.url(postgresql.copy()))
        yield evaluators.opened(EVALUATORS)
        engine.close()


@pytest.fixture(scope="module")
def replicas(at_desks: list[Evaluator]) -> Iterator[Fleet]:
    if fleet.NGINX is None:
        pytest.skip("no nginx found (Debian: apt-get install nginx-light)")
    # Not pytest's own folder: nginx must be able to walk to it.
    folder = Path(tempfile.mkdtemp(prefix="govscore-replicas-"))
    try:
        published.publish(folder / "workspace")
        with fleet.running(folder / "workspace", engine.url(), folder) as running:
            yield running
    finally:
        shutil.rmtree(folder, ignore_errors=True)
