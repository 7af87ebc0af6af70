"""What a run says arrives in its order and whole, in bunches and never much later."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from streamlit import runtime

from dashboard import sent_together


@pytest.fixture
def context(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """A run's context; `arrived` is what was handed over."""
    arrived: list[str] = []
    run = SimpleNamespace(session_id="one", arrived=arrived, _enqueue=arrived.append)
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


class Run:
    """A run of a window whose loop does nothing by itself."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.queue: list[str] = []
        self.calls: list[Callable[[], None]] = []
        self.window = SimpleNamespace(
            _scriptrunner=self,
            _enqueue_forward_msg=self.queue.append,
            _call_soon_on_event_loop=self.calls.append,
        )
        sessions = SimpleNamespace(
            get_session_info=lambda _id: SimpleNamespace(session=self.window)
        )
        server = SimpleNamespace(_session_mgr=sessions)
        monkeypatch.setattr(runtime, "exists", lambda: True)
        monkeypatch.setattr(runtime, "get_instance", lambda: server)

    def hand_over(self, message: str) -> None:
        """As Streamlit does: a call for each message."""
        self.calls.append(lambda: self.queue.append(message))


@pytest.fixture
def run(context: SimpleNamespace, monkeypatch: pytest.MonkeyPatch) -> Run:
    """A run on a server, which the context is of."""
    run = Run(monkeypatch)
    context._enqueue = run.hand_over
    return run


def test_on_a_server_a_bunch_is_two_calls_and_arrives_in_its_order(
    context: SimpleNamespace, run: Run
) -> None:
    with sent_together.held():
        for message in ("title", "figures", "chart", "table"):
            context._enqueue(message)
    run.hand_over("end")
    assert len(run.calls) == 3
    for call in run.calls:
        call()
    assert run.queue == ["title", "figures", "chart", "table", "end"]


def test_of_a_run_whose_place_another_has_taken_no_bunch_is_sent(
    context: SimpleNamespace, run: Run
) -> None:
    with sent_together.held():
        context._enqueue("title")
        context._enqueue("figures")
    run.window._scriptrunner = "the next one"
    _, rest = run.calls
    rest()
    assert run.queue == []
