"""What a run says arrives in its order and whole, in bunches and never much later."""

from types import SimpleNamespace
from typing import Any

import pytest

from dashboard import sent_together


@pytest.fixture
def context(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """A run's context; `arrived` is what was handed over."""
    arrived: list[str] = []
    run = SimpleNamespace(arrived=arrived, _enqueue=arrived.append)
    monkeypatch.setattr(sent_together, "get_script_run_ctx", lambda: run)
    return run


def test_a_short_run_is_handed_over_at_its_end_in_its_order(
    context: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sent_together, "_AT_MOST", 3600)
    with sent_together.held():
        context._enqueue("title")
        context._enqueue("chart")
        assert context.arrived == []
    assert context.arrived == ["title", "chart"]
    # Whatever comes after the run goes its own way.
    context._enqueue("end")
    assert context.arrived == ["title", "chart", "end"]


def test_what_waited_long_enough_goes_while_the_run_goes_on(
    context: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = 100.0
    monkeypatch.setattr(sent_together.time, "monotonic", lambda: now)
    with sent_together.held():
        context._enqueue("title")
        now += 0.04
        context._enqueue("figures")
        assert context.arrived == []
        now += 0.02
        context._enqueue("chart")
        assert context.arrived == ["title", "figures", "chart"]
        context._enqueue("table")
        assert len(context.arrived) == 3
    assert context.arrived == ["title", "figures", "chart", "table"]


def test_what_a_run_said_before_it_failed_arrives(context: SimpleNamespace) -> None:
    with pytest.raises(ZeroDivisionError), sent_together.held():
        context._enqueue("title")
        raise ZeroDivisionError
    assert context.arrived == ["title"]


def test_a_run_that_is_no_longer_wanted_ends_where_it_says_something(
    context: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Unwanted(Exception):
        pass

    requests: list[Exception] = [Unwanted()]

    def hand_over(message: Any) -> None:
        if requests:
            raise requests.pop()
        context.arrived.append(message)

    context._enqueue = hand_over
    monkeypatch.setattr(sent_together, "_AT_MOST", -1)
    with pytest.raises(Unwanted), sent_together.held():
        context._enqueue("title")
        pytest.fail("the run went on")


def test_outside_a_run_nothing_is_held(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sent_together, "get_script_run_ctx", lambda: None)
    with sent_together.held():
        pass
