"""Fifty evaluators who save at the same moment, on SQLite and on PostgreSQL.

Each presses the button at the same instant, twenty times over, and waits until the
draft is kept: so many seconds pass between the press and the answer. One process with a
thread for each, as the server has. Both stores keep what they acknowledged through a
power cut. The reference is one evaluator alone. Refuses to report if a save was lost.
"""

from __future__ import annotations

import os
import statistics
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from threading import Barrier

from sqlalchemy import select

from dashboard.accounts import audit
from dashboard.accounts.principal import Principal, Role
from dashboard.assessments import entry
from dashboard.database import engine, migrate
from dashboard.database.models.assessments import Assessment
from tests import databases
from tests.dashboard.assessments import world
from tests.dashboard.assessments.world import NOW, POLICE

EVALUATORS = 50
ROUNDS = 20
ITEMS = [item.item_id for item in world.rubric("expert").items]


def measure() -> Iterator[tuple[str, float, str, float | None]]:
    """Seconds of a save, and how many are kept a second, on either store."""
    with tempfile.TemporaryDirectory() as folder:
        yield from _on("sqlite", f"sqlite:///{Path(folder) / 'assessments.sqlite'}")
    found = databases.programs()
    if found is None:
        raise SystemExit("no PostgreSQL found (Debian: apt-get install postgresql)")
    with databases.started(found, is_durable=True) as cluster:
        yield from _on("postgresql", cluster.url(cluster.copy()))


def _on(name: str, url: str) -> Iterator[tuple[str, float, str, float | None]]:
    with _store(url):
        migrate.up()
        forms = _opened()
        alone = _p95(_saved(forms[:1]))
        started, worked = time.perf_counter(), time.process_time()
        together = _saved(forms)
        seconds = time.perf_counter() - started
        work = (time.process_time() - worked) / len(together)
        _check_nothing_is_lost(forms)
    yield f"save_alone_{name}_p95", alone, "s", None
    p95 = _p95(together)
    yield f"save_{EVALUATORS}_at_once_{name}_p95", p95, "s", p95 / alone
    # Of the server alone; steadier than the clock where other programs run.
    yield f"save_{name}_processor", 1000 * work, "ms", None
    yield f"saves_a_second_{name}", len(together) / seconds, "1/s", None


@contextmanager
def _store(url: str) -> Iterator[None]:
    before = os.environ.get(engine.STORE_VARIABLE)
    os.environ[engine.STORE_VARIABLE] = url
    try:
        yield
    finally:
        engine.close()
        os.environ.pop(engine.STORE_VARIABLE)
        if before is not None:
            os.environ[engine.STORE_VARIABLE] = before


class Form:
    """One evaluator's open form: what was acknowledged of it last."""

    def __init__(self, principal: Principal, assessment_id: int) -> None:
        self.principal = principal
        self.assessment_id = assessment_id
        self.revision = 1
        self.saves = 0

    def save(self) -> float:
        """Save another draft; returns the seconds until it was acknowledged."""
        started = time.perf_counter()
        self.revision = entry.save_draft(
            self.principal,
            self.assessment_id,
            self.revision,
            # Never the same twice: saving what stands is no write.
            dict.fromkeys(ITEMS, self.score(self.saves + 1)),
            now=NOW,
        )
        self.saves += 1
        return time.perf_counter() - started

    @staticmethod
    def score(saves: int) -> float:
        return 60 + saves / 2


def _opened() -> list[Form]:
    """A form of the same organ for every evaluator."""
    made = world.build()
    forms = []
    for number in range(EVALUATORS):
        name = f"evaluator{number}"
        with engine.writing() as session:
            account_id = world.add_account(session, name, Role.EVALUATOR)
            made.accounts[name] = account_id
            assignment = world.add_assignment(session, made, name, POLICE)
        principal = Principal(account_id, name, Role.EVALUATOR)
        assessment = entry.open_form(principal, assignment, True, NOW)
        forms.append(Form(principal, assessment))
    return forms


def _saved(forms: list[Form]) -> list[float]:
    """Let all save at the same moment, again and again; seconds of every save."""
    together = Barrier(len(forms))

    def evaluator(form: Form) -> list[float]:
        spent = []
        for _ in range(ROUNDS):
            together.wait()
            spent.append(form.save())
        return spent

    with ThreadPoolExecutor(len(forms)) as threads:
        return [each for spent in threads.map(evaluator, forms) for each in spent]


def _check_nothing_is_lost(forms: list[Form]) -> None:
    with engine.reading() as session:
        kept = {
            assessment.assessment_id: assessment
            for assessment in session.scalars(select(Assessment))
        }
        for form in forms:
            assessment = kept[form.assessment_id]
            (version,) = assessment.versions
            stands = {item.item_id: item.score for item in version.items}
            wanted = dict.fromkeys(ITEMS, form.score(form.saves))
            # Opening is the first revision, and every save one more.
            if stands != wanted or assessment.revision != 1 + form.saves:
                raise SystemExit(f"a save of {form.principal.name} was lost")
        audit.verify(session)


def _p95(seconds: list[float]) -> float:
    return statistics.quantiles(seconds, n=20)[-1]
