"""Classes of age: up to how many days each is old; one more holds whatever is older."""

from __future__ import annotations

from itertools import pairwise
from typing import Annotated

from pydantic import AfterValidator


def _rise(ages: tuple[int, ...]) -> tuple[int, ...]:
    if any(after <= before for before, after in pairwise((-1, *ages))):
        raise ValueError("whole days from 0 that rise, such as [5, 20, 60]")
    return ages


Ages = Annotated[tuple[int, ...], AfterValidator(_rise)]
