"""Results that are made once for each key and shared; the longest unused go first."""

import functools
import threading
from collections import OrderedDict
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


class KeptByBytes(Generic[R]):
    """The same for results of very different size: at most so many bytes, and the few
    that were made last.
    """

    def __init__(self, at_most: int, weigh: Callable[[R], int]) -> None:
        self._at_most = at_most
        self._weigh = weigh
        self._turn = threading.Lock()
        self._results: OrderedDict[str, R] = OrderedDict()
        self._bytes = 0
        self._made = Kept[R](at_most=8)

    def get(self, key: str, make: Callable[[], R]) -> R:
        """The result of a key; what `make` raises is not kept."""
        with self._turn:
            if key in self._results:
                self._results.move_to_end(key)
                return self._results[key]
        result = self._made.get(key, make)
        with self._turn:
            if key not in self._results:
                self._results[key] = result
                self._bytes += self._weigh(result)
            while self._bytes > self._at_most:
                _, oldest = self._results.popitem(last=False)
                self._bytes -= self._weigh(oldest)
        return result


class _Place(Generic[R]):
    result: R

    def __init__(self) -> None:
        self.turn = threading.Lock()
        self.is_filled = False
