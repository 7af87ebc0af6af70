"""Results that are made once for each key and shared; the longest unused go first."""

import functools
import threading
from collections.abc import Callable
from typing import Generic, TypeVar

R = TypeVar("R")


class Kept(Generic[R]):
    """At most so many results. Whoever asks for one that is being made waits for it:
    after a publication, hundreds ask for the same.

    Not st.cache_resource, which takes longer to look up its key than most pages take
    to use what they find.
    """

    def __init__(self, at_most: int) -> None:
        self._places: Callable[[str], _Place[R]] = functools.lru_cache(at_most)(
            lambda _key: _Place()
        )

    def get(self, key: str, make: Callable[[], R]) -> R:
        """The result of a key; what `make` raises is not kept."""
        place = self._places(key)
        if not place.is_filled:
            with place.turn:
                if not place.is_filled:
                    place.result = make()
                    place.is_filled = True
        return place.result


class _Place(Generic[R]):
    result: R

    def __init__(self) -> None:
        self.turn = threading.Lock()
        self.is_filled = False
