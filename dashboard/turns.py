"""Runs of pages, one after another while each is short.

Python lets one thread go on at a time. Fifty runs at once take turns every few
milliseconds, each evicting from the processor's caches what the others need, and all
end late. So a run waits until the one before it has ended, or has had its time: one
that waits itself (for the store, for a question asked first) holds up nobody for long.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

# Several times what a run takes whose page somebody has seen before.
PATIENCE = 0.1

_first_in_line = threading.Lock()
_ended = threading.Event()
_ended.set()


@contextmanager
def taken() -> Iterator[None]:
    """Wait for one's turn; the next in line waits for the end of the block."""
    global _ended
    mine = threading.Event()
    with _first_in_line:
        _ended.wait(PATIENCE)
        _ended = mine
    try:
        yield
    finally:
        mine.set()
