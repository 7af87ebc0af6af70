"""What time of day things happen: counters keep hours, the web does not."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

SLOTS = 1 << 10
Spans = tuple[tuple[float, float, float], ...]
# (from, to, share) in hours of the day.
COUNTER: Spans = (
    (8.5, 9.5, 0.22),
    (9.5, 11.5, 0.36),
    (13.5, 15.5, 0.28),
    (15.5, 17, 0.14),
)
WEB: Spans = (
    (0, 6, 0.02), (6, 9, 0.12), (9, 12, 0.3), (12, 14, 0.12), (14, 18, 0.26),
    (18, 22, 0.15), (22, 23.9, 0.03),
)  # fmt: skip


def table() -> NDArray[np.int32]:
    """Seconds of the day, [0] at a counter and [1] on the web, in equal slots.

    A random slot and a random second within a minute give a time of day.
    """
    return np.stack([_slots(COUNTER), _slots(WEB)])


def _slots(spans: Spans) -> NDArray[np.int32]:
    reached = np.concatenate([[0.0], np.cumsum([share for *_, share in spans])])
    hours = np.array([spans[0][0], *(end for _, end, _ in spans)])
    middle = (np.arange(SLOTS) + 0.5) / SLOTS * reached[-1]
    # Gaps between spans (the lunch break) have no slots: go span by span.
    span = np.clip(
        np.searchsorted(reached, middle, side="right") - 1, 0, len(spans) - 1
    )
    starts = np.array([start for start, *_ in spans])
    share = (middle - reached[span]) / (reached[span + 1] - reached[span])
    hour = starts[span] + share * (hours[span + 1] - starts[span])
    seconds: NDArray[np.int32] = (np.floor(hour * 60) * 60).astype(np.int32)
    return seconds
