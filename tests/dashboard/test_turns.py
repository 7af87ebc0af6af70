"""Runs of pages go one after another, and none waits long for one that takes long."""

import threading
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest

from dashboard import turns
from tests.dashboard.conftest import Open

# Longer than anything here takes.
LONG = 60


@pytest.fixture
def crowd() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor() as crowd:
        yield crowd


@contextmanager
def _under_way(crowd: ThreadPoolExecutor) -> Iterator[None]:
    """A run of somebody else, until the block ends."""
    has_begun, may_end = threading.Event(), threading.Event()

    def run() -> None:
        with turns.taken():
            has_begun.set()
            may_end.wait(LONG)

    running = crowd.submit(run)
    assert has_begun.wait(LONG)
    try:
        yield
    finally:
        may_end.set()
        running.result(LONG)


def _take_a_turn() -> None:
    with turns.taken():
        pass


def test_a_run_waits_for_the_one_before_it(
    crowd: ThreadPoolExecutor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(turns, "PATIENCE", LONG)
    with _under_way(crowd):
        waiting = [crowd.submit(_take_a_turn) for _ in range(3)]
        with pytest.raises(TimeoutError):
            waiting[0].result(0.2)
        assert not any(run.done() for run in waiting)
    for run in waiting:
        run.result(LONG)


def test_a_run_that_takes_long_holds_up_the_next_one_only_a_little(
    crowd: ThreadPoolExecutor, monkeypatch: pytest.MonkeyPatch
) -> None:
    with _under_way(crowd):
        crowd.submit(_take_a_turn).result(LONG / 2)
        # The others wait for each other alone, however long the first one takes.
        monkeypatch.setattr(turns, "PATIENCE", LONG)
        waiting = [crowd.submit(_take_a_turn) for _ in range(3)]
        for run in waiting:
            run.result(LONG / 2)


def test_a_run_that_fails_lets_the_next_one_go(
    crowd: ThreadPoolExecutor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(turns, "PATIENCE", LONG)

    def fail() -> None:
        with turns.taken():
            raise ZeroDivisionError

    failed: Future[None] = crowd.submit(fail)
    with pytest.raises(ZeroDivisionError):
        failed.result(LONG)
    crowd.submit(_take_a_turn).result(LONG / 2)


def test_a_page_is_drawn_when_it_is_its_turn(
    world: Path, open_page: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(turns, "PATIENCE", 1)
    waited: list[float | None] = []
    ended = turns._ended
    monkeypatch.setattr(ended, "wait", lambda patience: waited.append(patience))
    page = open_page(world, "method")
    assert waited == [1]
    assert not page.exception
    assert turns._ended is not ended
    assert turns._ended.is_set()
