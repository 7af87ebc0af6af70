"""The rows of an answer, one after the other, with their columns as attributes."""

from collections.abc import Iterator
from typing import Any

import pandas as pd


def records(frame: pd.DataFrame) -> Iterator[Any]:
    """Rows whose columns have the types that their question gives them.

    A type checker knows nothing of a question, so that it cannot tell: hence Any.
    """
    return frame.itertuples()
