"""Severity of assessors, against R's lm on an incomplete design and by hand."""

import csv
import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.statistics.severity import (
    Floats,
    Wholes,
    adjust,
    components,
    trimmed_means,
)

VECTORS = Path(__file__).resolve().parents[2] / "vectors"


def vector(name: str) -> list[dict[str, str]]:
    with (VECTORS / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def numbered(*pairs: tuple[int, int]) -> tuple[Wholes, Wholes]:
    """Subjects and assessors of judgements."""
    given_ = np.array(pairs, dtype=np.int64)
    return given_[:, 0], given_[:, 1]


@pytest.fixture(scope="module")
def published() -> tuple[Wholes, Wholes, Floats]:
    """Return the published example: 24 units, four of nine assessors each."""
    rows = vector("raters_incomplete.csv")
    units = [row["unit"] for row in vector("raters_adjusted_expected.csv")]
    raters = [row["rater"] for row in vector("raters_severity_expected.csv")]
    return (
        np.array([units.index(row["unit"]) for row in rows]),
        np.array([raters.index(row["rater"]) for row in rows]),
        np.array([float(row["score"]) for row in rows]),
    )


def test_the_published_scores_errors_and_severities(
    published: tuple[Wholes, Wholes, Floats],
) -> None:
    found = adjust(*published)
    expected = vector("raters_adjusted_expected.csv")
    assert found.value == pytest.approx(
        [float(r["ls_adj"]) for r in expected], abs=1e-9
    )
    assert found.error == pytest.approx([float(r["ls_se"]) for r in expected], abs=1e-9)
    severity = [float(r["ls"]) for r in vector("raters_severity_expected.csv")]
    assert found.severity == pytest.approx(severity, abs=1e-9)


def test_adjusted_scores_are_nearer_to_the_truth_than_means(
    published: tuple[Wholes, Wholes, Floats],
) -> None:
    expected = vector("raters_adjusted_expected.csv")
    true = np.array([float(row["true"]) for row in expected])
    raw = np.array([float(row["raw_mean"]) for row in expected])
    adjusted = adjust(*published).value
    assert np.abs(adjusted - true).mean() < 0.75 * np.abs(raw - true).mean()


def test_who_met_the_severe_assessor_is_not_worse_for_it() -> None:
    # B gives ten points less than A to the subject both judge.
    subject, assessor = numbered((0, 0), (1, 0), (1, 1), (2, 1))
    found = adjust(subject, assessor, np.array([80.0, 80.0, 70.0, 70.0]))
    assert found.value == pytest.approx([75, 75, 75])
    assert found.severity == pytest.approx([5, -5])
    assert np.isnan(found.residual)  # four scores, four unknowns: nothing is left over


def test_those_whom_nothing_connects_are_not_compared() -> None:
    subject, assessor = numbered((0, 0), (1, 0), (2, 1), (3, 1))
    assert components(subject, assessor) == 2
    with pytest.raises(ValueError, match="connected"):
        adjust(subject, assessor, np.array([80.0, 81.0, 70.0, 71.0]))
    # One shared subject is enough, over however long a chain.
    assert components(*numbered((0, 0), (1, 0), (1, 1), (2, 1), (2, 2), (3, 2))) == 1
    assert components(*numbered((0, 0))) == 1


def test_the_highest_and_the_lowest_are_left_out_from_five_on() -> None:
    reference = json.loads((VECTORS / "raters_reference.json").read_text("utf-8"))
    scores = np.array(reference["trim"]["x"])
    one = np.zeros(len(scores), dtype=np.int64)
    assert trimmed_means(one, scores)[0] == pytest.approx(
        reference["trim"]["drop_min_max"]
    )
    assert trimmed_means(one[:4], scores[:4])[0] == pytest.approx(scores[:4].mean())
    assert trimmed_means(one[:5], scores[:5])[0] == pytest.approx((85 + 86 + 88) / 3)


@given(st.data())
def test_what_an_assessor_adds_to_every_score_changes_no_adjusted_one(
    data: st.DataObject,
) -> None:
    subjects, assessors = 5, 4
    judged = [
        (s, a)
        for s in range(subjects)
        for a in range(assessors)
        if a in (s % assessors, (s + 1) % assessors) or data.draw(st.booleans())
    ]
    subject, assessor = numbered(*judged)
    score = np.array([data.draw(st.floats(40, 100)) for _ in judged])
    shift = np.array([data.draw(st.floats(-9, 9)) for _ in range(assessors)])
    shift -= shift.mean()
    before, after = (
        adjust(subject, assessor, s) for s in (score, score + shift[assessor])
    )
    assert after.value == pytest.approx(before.value, abs=1e-8)
    assert after.severity == pytest.approx(before.severity + shift, abs=1e-8)
