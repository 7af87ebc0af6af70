"""How far assessors agree: whether a panel's mean says something of its subjects.

Tables have a row a subject and a column an assessor; NaN where somebody did not judge.
1 is full agreement; 0, or less, is no more than chance.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def icc(table: Floats) -> tuple[float, float]:
    """ICC(2,1) and ICC(2,k): agreement of one assessor, and of the mean of all k.

    Two-way random effects, absolute agreement (Shrout and Fleiss 1979). NaN where the
    table has a gap, fewer than two rows or columns, or no difference at all.
    """
    subjects, assessors = table.shape
    if subjects < 2 or assessors < 2 or np.isnan(table).any():
        return np.nan, np.nan
    mean = table.mean()
    by_subject, by_assessor = table.mean(axis=1), table.mean(axis=0)
    rows = assessors * ((by_subject - mean) ** 2).sum() / (subjects - 1)
    columns = subjects * ((by_assessor - mean) ** 2).sum() / (assessors - 1)
    left = table - by_subject[:, None] - by_assessor[None, :] + mean
    error = (left**2).sum() / ((subjects - 1) * (assessors - 1))
    single = rows + (assessors - 1) * error + assessors * (columns - error) / subjects
    average = rows + (columns - error) / subjects
    return _ratio(rows - error, single), _ratio(rows - error, average)


def alpha(table: Floats) -> float:
    """Krippendorff's alpha of scores (interval data), gaps allowed.

    1 - observed over expected disagreement (Krippendorff 2011). Subjects judged by
    fewer than two count for nothing. NaN where there is nothing to differ about.
    """
    judged = np.isfinite(table)
    paired = judged.sum(axis=1) >= 2
    values, judged = table[paired], judged[paired]
    each = judged.sum(axis=1)
    total = int(each.sum())
    if total < 2:
        return np.nan
    every = values[judged]
    rows = np.repeat(np.arange(len(each)), each)
    # Squared differences of all pairs of n are 2 n times the sum about their mean.
    about = (every - (np.bincount(rows, every) / each)[rows]) ** 2
    observed = 2 * float((about * (each / (each - 1))[rows]).sum()) / total
    expected = 2 * float(((every - every.mean()) ** 2).sum()) / (total - 1)
    return 1 - _ratio(observed, expected)


def of_mean(single: float, assessors: float) -> float:
    """Reliability of a mean of so many, from that of one (Spearman, Brown 1910)."""
    return _ratio(assessors * single, 1 + (assessors - 1) * single)


def kendall_w(table: Floats) -> float:
    """Kendall's W: agreement on the order, ties sharing the mean of their ranks.

    Kendall and Babington Smith 1939, corrected for ties. NaN where the table has a gap,
    fewer than two rows or columns, or nobody puts anybody before another.
    """
    subjects, assessors = table.shape
    if subjects < 2 or assessors < 2 or np.isnan(table).any():
        return np.nan
    below = (table[:, None, :] > table[None, :, :]).sum(axis=1)
    equal = (table[:, None, :] == table[None, :, :]).sum(axis=1)
    ranks = below + (equal + 1) / 2
    sums = ranks.sum(axis=1)
    ties = (equal**2 - 1).sum()  # sum of t^3 - t: each of t alike brings t^2 - 1
    spread = 12 * ((sums - sums.mean()) ** 2).sum()
    return _ratio(spread, assessors**2 * (subjects**3 - subjects) - assessors * ties)


def _ratio(above: float, below: float) -> float:
    return float(above / below) if below > 0 else np.nan
