"""Columns as Arrow arrays: codes as dictionaries, times as text in a given shape."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

Numbers = NDArray[Any]
FRACTIONS = 1 << 10


def coded(values: Sequence[str], index: Numbers, none: Any = None) -> pa.Array:
    """`values[index]` without spelling each out; rows where `none` holds are empty."""
    if none is None:
        none = index < 0
    codes = pa.array(np.asarray(index, dtype=np.int32), mask=np.asarray(none))
    return pa.DictionaryArray.from_arrays(codes, pa.array(values, pa.string()))


def prefixed(prefix: str, numbers: Numbers) -> pa.Array:
    """Numbers as text behind a prefix."""
    return pc.binary_join_element_wise(prefix, pa.array(numbers).cast(pa.string()), "")


def timestamps(seconds: Numbers, none: Any = None) -> pa.Array:
    """Seconds as timestamps; rows where `none` holds are empty."""
    return pa.array(seconds, mask=none).cast(pa.timestamp("s"))


def iso(seconds: Numbers, none: Any = None) -> pa.Array:
    """2026-03-01 09:30:00"""
    return timestamps(seconds, none).cast(pa.string())


def slashed(seconds: Numbers, none: Any = None) -> pa.Array:
    """2026/03/01 09:30:00"""
    return pc.replace_substring(iso(seconds, none), "-", "/")


def basic(seconds: Numbers, none: Any = None) -> pa.Array:
    """20260301T093000"""
    text = pc.replace_substring(iso(seconds, none), " ", "T")
    return pc.replace_substring(pc.replace_substring(text, "-", ""), ":", "")


def zoned(seconds: Numbers, none: Any = None) -> pa.Array:
    """2026-03-01T09:30:00+08:00"""
    text = pc.replace_substring(iso(seconds, none), " ", "T")
    return pc.binary_join_element_wise(text, "+08:00", "")


def fractional(seconds: Numbers, none: Any = None) -> pa.Array:
    """2026-03-01 09:30:00 with none to six digits of a second, row by row."""
    # The digits follow from the second itself, so that the same row reads the same.
    which = (np.asarray(seconds) * 7919) % FRACTIONS
    digits = coded(_FRACTIONS, which, none).cast(pa.string())
    return pc.binary_join_element_wise(iso(seconds, none), digits, "")


_FRACTIONS = [
    "" if k % 7 == 0 else f".{k * 977_231 % 1_000_000:06d}"[: 1 + k % 7]
    for k in range(FRACTIONS)
]
