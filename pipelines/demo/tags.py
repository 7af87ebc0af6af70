"""Reason tags as people tick them: lists of codes by level, ready to draw from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipelines.declarations.reference import Entry

LISTS = 64  # lists of tags to choose from, by level and lateness
TICKING = {5: 0.44, 4: 0.36, 3: 0.3, 2: 0.88, 1: 0.92}  # who ticks anything at all
NO_TAGS = 0
ON_TIME_WORDS = "时间内办结"


class TagLists:
    """`texts[table[level, is_late, slot]]` is a list of codes joined by commas.

    A tag about the deadline appears only where the case was late. Level 0 is unused.
    """

    def __init__(self, tags: Sequence[Entry], rng: np.random.Generator) -> None:
        self.tags = tags
        self.texts: list[str] = [""]
        self._known = {"": NO_TAGS}
        self.table = np.zeros((6, 2, LISTS), dtype=np.int16)
        for level, ticking in TICKING.items():
            for late in (False, True):
                for slot in range(LISTS):
                    text = ""
                    if slot < ticking * LISTS:
                        text = self._list(level, late, rng)
                    self.table[level, int(late), slot] = self.position(text)

    def of(self, level: int, cause: str = "") -> list[str]:
        """Codes of a level, or those of it with a cause."""
        return [
            tag.id
            for tag in self.tags
            if int(tag.fields["level"]) == level
            and (not cause or tag.fields["cause"] == cause)
        ]

    def position(self, text: str) -> int:
        """Where a list of codes stands in `texts`; it is added when it is new."""
        if text not in self._known:
            self._known[text] = len(self.texts)
            self.texts.append(text)
        return self._known[text]

    def draw(
        self, rng: np.random.Generator, level: NDArray[Any], is_late: NDArray[Any]
    ) -> NDArray[np.int16]:
        """Positions in `texts`, one for each rating."""
        slot = rng.integers(0, LISTS, len(level), dtype=np.int8)
        lists: NDArray[np.int16] = self.table[level, is_late.astype(np.int8), slot]
        return lists

    def _list(self, level: int, late: bool, rng: np.random.Generator) -> str:
        deadline = self.of(level, "deadline")
        allowed = [tag for tag in self.tags if int(tag.fields["level"]) == level]
        if late:
            allowed = [tag for tag in allowed if ON_TIME_WORDS not in tag.names["zh"]]
            if deadline and rng.random() < 0.6:
                return deadline[0]
        else:
            allowed = [tag for tag in allowed if tag.id not in deadline]
        # The compulsory three stand first on the screen and are ticked most.
        weight = np.array(
            [2.5 if tag.fields["compulsory"] == "true" else 1.0 for tag in allowed]
        )
        count = int(rng.choice((1, 2, 3), p=(0.55, 0.3, 0.15)))
        chosen = rng.choice(len(allowed), count, replace=False, p=weight / weight.sum())
        return ",".join(allowed[k].id for k in sorted(chosen))
