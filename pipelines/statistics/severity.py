"""How severe each assessor is, and what subjects would score if all were alike.

Whoever is judged by severe assessors has a lower mean for no fault of their own. The
additive model takes what assessors who share subjects differ by off their scores. It
can only compare those whom a chain of shared subjects connects.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Wholes = NDArray[np.int64]
# Below five scores without the highest and the lowest are hardly more than one.
TRIMMED_FROM = 5


@dataclass(frozen=True)
class Adjusted:
    """Scores as they would be of the average assessor.

    `value` and `error` by subject, `severity` by assessor (below 0: severe); `residual`
    is the standard deviation of what neither explains, NaN where nothing is left over.
    """

    value: Floats
    error: Floats
    severity: Floats
    residual: float


def components(subject: Wholes, assessor: Wholes) -> int:
    """Into how many parts subjects and assessors fall that share nobody."""
    if not len(subject):
        return 0
    subjects = int(subject.max()) + 1
    part = np.arange(subjects + int(assessor.max()) + 1)
    one, other = subject, assessor + subjects
    while True:
        # Each takes the lowest number among those it touches, until nothing changes.
        least = np.minimum(part[one], part[other])
        after = part.copy()
        np.minimum.at(after, one, least)
        np.minimum.at(after, other, least)
        if np.array_equal(after, part):
            return len(np.unique(part[np.concatenate([one, other])]))
        part = after


def adjust(subject: Wholes, assessor: Wholes, score: Floats) -> Adjusted:
    """Least squares of score = mean + subject + assessor (two-way additive model).

    Subjects and assessors are numbered from 0 without gaps, one element a judgement;
    severities add up to 0 (Scheffé 1959, ch. 4). What was not judged is not there, and
    nothing is filled in. Raises ValueError unless `components` is 1.
    """
    if components(subject, assessor) != 1:
        raise ValueError("Subjects and assessors must be connected.")
    subjects, assessors = int(subject.max()) + 1, int(assessor.max()) + 1
    counts = np.zeros((subjects, assessors))
    np.add.at(counts, (subject, assessor), 1.0)
    given = counts.sum(axis=1)
    totals = np.bincount(subject, score, subjects)
    # Subjects are taken out first: what remains is a system as large as the assessors.
    shares = counts / given[:, None]
    inner = np.diag(counts.sum(axis=0)) - counts.T @ shares
    right = np.bincount(assessor, score, assessors) - shares.T @ totals
    # Adding a matrix of ones makes the sum of severities 0 and changes nothing else.
    inverse = np.linalg.inv(inner + 1.0) - 1.0 / assessors**2
    severity = inverse @ right
    value = totals / given - shares @ severity
    left = score - value[subject] - severity[assessor]
    freedom = len(score) - subjects - assessors + 1
    residual = float(np.sqrt(left @ left / freedom)) if freedom > 0 else np.nan
    variance = 1.0 / given + np.einsum("ij,jk,ik->i", shares, inverse, shares)
    return Adjusted(value, residual * np.sqrt(variance), severity, residual)


def trimmed_means(subject: Wholes, score: Floats) -> Floats:
    """The mean of each subject without its highest and lowest, from five scores on.

    Of fewer it is the plain mean. Scores are those that severity has been taken off:
    trimming raw ones would drop the severe and keep the lenient.
    """
    subjects = int(subject.max()) + 1 if len(subject) else 0
    count = np.bincount(subject, minlength=subjects)
    total = np.bincount(subject, score, subjects)
    high, low = np.full(subjects, -np.inf), np.full(subjects, np.inf)
    np.maximum.at(high, subject, score)
    np.minimum.at(low, subject, score)
    enough = count >= TRIMMED_FROM
    return np.where(
        enough,
        (total - high - low) / np.where(enough, count - 2, 1),
        total / np.maximum(count, 1),
    )
