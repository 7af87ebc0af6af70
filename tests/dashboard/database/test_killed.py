"""What was acknowledged survives a process that is killed while it writes."""

import os
import random
import signal
import subprocess
import sys
import time

import pytest
from sqlalchemy import select

from dashboard.accounts import audit
from dashboard.database import engine
from dashboard.database.models.audit import AuditEntry
from dashboard.database.models.people import Team

# Writes a team and an entry of the log in one transaction, says so, and writes on.
WRITER = """
import itertools
from dashboard.accounts import audit
from dashboard.accounts.principal import NOBODY
from dashboard.database import engine
from dashboard.database.models.people import Team

for n in itertools.count():
    with engine.writing() as session:
        session.add(Team(team_id=f"{TAG}-{n}", names={"en": "x"}, leads="city:1"))
        audit.record(session, NOBODY, "added", f"{TAG}-{n}")
    print(f"{TAG}-{n}", flush=True)
"""


def _killed(tag: str, after: int, moment: float) -> list[str]:
    """Let a process write, kill it, and return what it acknowledged until then."""
    process = subprocess.Popen(
        [sys.executable, "-c", WRITER.replace("{TAG}", tag)], stdout=subprocess.PIPE
    )
    assert process.stdout is not None
    told = [process.stdout.readline() for _ in range(after)]
    time.sleep(moment)
    os.kill(process.pid, signal.SIGKILL)
    # What it said and was not read yet was said all the same.
    told += process.stdout.read().splitlines(keepends=True)
    assert process.wait() == -signal.SIGKILL
    return [line.decode().strip() for line in told if line.endswith(b"\n")]


@pytest.mark.parametrize("seed", range(3))
def test_every_acknowledged_write_is_there(store: str, seed: int) -> None:
    chance = random.Random(seed)
    acknowledged: list[str] = []
    for time_killed in range(2):
        tag = f"writer{time_killed}"
        acknowledged += _killed(tag, chance.randint(1, 40), chance.random() / 20)
    with engine.reading() as session:
        kept = set(session.scalars(select(Team.team_id)))
        logged = set(session.scalars(select(AuditEntry.target)))
        assert audit.verify(session) == len(logged)
    assert set(acknowledged) <= kept
    # And of the one that was being written, both halves or neither.
    assert kept == logged
    assert len(kept) <= len(acknowledged) + 2
