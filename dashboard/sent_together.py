"""What a run says to the browser is handed over in bunches.

A page is some hundred messages. Each that is handed over by itself wakes the thread
that sends to everybody, and Python lets one thread go on at a time: with hundreds of
visitors both spend their time waiting for each other.
"""

import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager

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
        while waiting:
            try:
                message = waiting.popleft()
            except IndexError:
                return
            hand_over(message)

    context._enqueue = hold
    try:
        yield
    finally:
        context._enqueue = hand_over
        empty()
