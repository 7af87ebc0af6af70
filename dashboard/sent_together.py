"""What a run says to the browser is handed over in bunches.

A page is some hundred messages. Each that is handed over by itself wakes the thread
that sends to everybody, and Python lets one thread go on at a time: with hundreds of
visitors both spend their time waiting for each other.
"""

import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from streamlit import runtime
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime.scriptrunner import get_script_run_ctx

# Seconds: longer than a run takes whose page somebody has seen before, and too short
# to be noticed where one takes longer.
_AT_MOST = 0.05


@contextmanager
def held() -> Iterator[None]:
    """Hold messages back, at most so long, and hand over what is left at the end.

    That a run is no longer wanted is noticed when something is handed over.
    """
    context = get_script_run_ctx()
    if context is None:
        yield
        return
    hand_over = context._enqueue
    session = _session(context.session_id)
    # A spinner speaks from a thread of its own: each message is taken by one of them.
    waiting: deque[ForwardMsg] = deque()
    begun = time.monotonic()

    def hold(message: ForwardMsg) -> None:
        nonlocal begun
        waiting.append(message)
        if time.monotonic() - begun > _AT_MOST:
            empty()
            begun = time.monotonic()

    def empty() -> None:
        messages = _taken(waiting)
        by_itself = messages if session is None else messages[:1]
        for message in by_itself:
            hand_over(message)
        if len(messages) > len(by_itself):
            _put_in_line(session, hand_over, messages[len(by_itself) :])

    context._enqueue = hold
    try:
        yield
    finally:
        context._enqueue = hand_over
        empty()


def _taken(waiting: deque[ForwardMsg]) -> list[ForwardMsg]:
    """All that waits, each message once, whoever else takes some."""
    taken = []
    while waiting:
        try:
            taken.append(waiting.popleft())
        except IndexError:
            break
    return taken


def _session(session_id: str) -> Any | None:
    """The window whose run this is; none outside a server, as where a page is tried."""
    server = runtime.get_instance() if runtime.exists() else None
    sessions = getattr(server, "_session_mgr", None)
    known = sessions.get_session_info(session_id) if sessions else None
    return known.session if known else None


def _put_in_line(
    session: Any, hand_over: Callable[[ForwardMsg], None], messages: list[ForwardMsg]
) -> None:
    """What handing over ends with, for all of them at once.

    It leaves out what Streamlit asks at each message, whether the run is still wanted:
    the first one has asked.
    """
    run = getattr(hand_over, "__self__", None)

    def put() -> None:
        # Of a run whose place another one has taken, nothing is sent.
        if session._scriptrunner is run:
            for message in messages:
                session._enqueue_forward_msg(message)

    session._call_soon_on_event_loop(put)
