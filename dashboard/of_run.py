"""What holds while one page is run: settled once, asked for hundreds of times.

Session state and the address are guarded: each look asks whether the run is still
wanted, and waits for a lock. So what every part of a page asks (the language, what may
be seen, what links carry) is noted here for the run. Outside one, as in the callback of
a control or in a part that runs by itself, nothing is noted and everybody looks.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

from dashboard import turns

V = TypeVar("V")

_noted: ContextVar[dict[object, Any] | None] = ContextVar("noted_of_run", default=None)


@contextmanager
def begun() -> Iterator[None]:
    """Note what is asked until the block ends; what another run noted is not seen.

    A run begins when it is its turn.
    """
    with turns.taken():
        token = _noted.set({})
        try:
            yield
        finally:
            _noted.reset(token)


def is_under_way() -> bool:
    """Whether a run has begun; a part that is run by itself has not."""
    return _noted.get() is not None


def once(name: object, look: Callable[[], V]) -> V:
    """What was noted under a name, else what `look` finds; a failure is not noted."""
    noted = _noted.get()
    if noted is None:
        return look()
    if name not in noted:
        noted[name] = look()
    found: V = noted[name]
    return found


def changed(name: object) -> None:
    """Forget what was noted under a name: whoever asks next looks again."""
    noted = _noted.get()
    if noted is not None:
        noted.pop(name, None)
