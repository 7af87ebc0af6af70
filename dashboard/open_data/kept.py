"""Answers that were made: bounded by bytes, the least lately asked goes first.

Of one publication only: with the next one everything is made anew.
"""

from collections import OrderedDict
from dataclasses import dataclass

Headers = tuple[tuple[bytes, bytes], ...]
Key = tuple[str, str, str]
# What a key, headers and bookkeeping take beside the body.
_OVERHEAD = 1_000


@dataclass(frozen=True)
class Answer:
    """Everything that goes over the wire; tag: the ETag without quotation marks."""

    status: int
    headers: Headers
    body: bytes
    tag: bytes = b""


class Kept:
    """Answers by address, canonical query and encoding. For one event loop."""

    def __init__(self, room: int) -> None:
        self._room = room
        self._version = ""
        self._answers: OrderedDict[Key, Answer] = OrderedDict()
        self.size = 0

    def __len__(self) -> int:
        return len(self._answers)

    def turn_to(self, version: str) -> None:
        """Forget what was made of another publication."""
        if version != self._version:
            self._answers.clear()
            self.size = 0
            self._version = version

    def get(self, key: Key) -> Answer | None:
        answer = self._answers.get(key)
        if answer is not None:
            self._answers.move_to_end(key)
        return answer

    def put(self, key: Key, version: str, answer: Answer) -> None:
        """Keep an answer, unless it is of a publication that is none any more.

        One that takes more than a quarter of the room is not kept: it would push out
        what hundreds ask for.
        """
        size = _size(key, answer)
        if version != self._version or size > self._room // 4:
            return
        if (before := self._answers.pop(key, None)) is not None:
            self.size -= _size(key, before)
        self._answers[key] = answer
        self.size += size
        while self.size > self._room:
            oldest, gone = self._answers.popitem(last=False)
            self.size -= _size(oldest, gone)


def _size(key: Key, answer: Answer) -> int:
    return len(answer.body) + sum(map(len, key)) + _OVERHEAD
