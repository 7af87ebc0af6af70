"""What a comparison is of: the subjects in the order chosen, and the period."""

from dataclasses import dataclass
from datetime import date

import pandas as pd

from dashboard import store


@dataclass(frozen=True)
class Comparison:
    """The others are held against the first subject; `names` are their short names."""

    subjects: tuple[str, ...]
    names: tuple[str, ...]
    period_kind: str
    period: date

    def name(self, subject_id: str) -> str:
        """The short name of one of the subjects, as in the data."""
        return self.names[self.subjects.index(subject_id)]

    def ask(self, question: str) -> pd.DataFrame:
        """The answer to a compare question that takes subjects and period."""
        return store.fetch(
            question,
            subjects=list(self.subjects),
            period_kind=self.period_kind,
            period=self.period,
        )
