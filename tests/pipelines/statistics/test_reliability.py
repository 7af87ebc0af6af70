"""Agreement of assessors, against R's psych, friedman.test and Krippendorff's paper."""

import json
from pathlib import Path

import numpy as np
import pytest

from pipelines.statistics.reliability import alpha, icc, kendall_w, of_mean

REFERENCE = json.loads(
    (
        Path(__file__).resolve().parents[2] / "vectors" / "raters_reference.json"
    ).read_text("utf-8")
)
SIX_BY_FOUR = np.array(REFERENCE["shrout_fleiss"], dtype=float)
NONE = np.nan
# Krippendorff 2011: four observers, twelve units, some not coded; a row a unit.
TWELVE = np.array(
    [
        [1, 2, 3, 3, 2, 1, 4, 1, 2, NONE, NONE, NONE],
        [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, NONE, 3],
        [NONE, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, NONE],
        [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, NONE],
    ]
).T


def test_the_published_agreement_of_one_and_of_four() -> None:
    told = {each["type"]: each["ICC"] for each in REFERENCE["icc"]}
    one, mean = icc(SIX_BY_FOUR)
    assert one == pytest.approx(told["ICC2"], abs=1e-12)
    assert mean == pytest.approx(told["ICC2k"], abs=1e-12)


def test_the_published_agreement_on_the_order() -> None:
    assert kendall_w(SIX_BY_FOUR) == pytest.approx(
        REFERENCE["kendall_w"]["W"], abs=1e-12
    )


def test_the_published_agreement_with_gaps() -> None:
    assert alpha(TWELVE) == pytest.approx(0.849, abs=5e-4)


def test_the_mean_of_several_is_more_reliable_than_one() -> None:
    one, mean = icc(SIX_BY_FOUR)
    assert of_mean(one, 4) == pytest.approx(mean)
    assert of_mean(0.3, 1) == pytest.approx(0.3)


def test_a_gap_is_not_a_score() -> None:
    table = SIX_BY_FOUR.copy()
    table[0, 0] = NONE
    assert np.isnan(icc(table)).all()
    assert np.isnan(kendall_w(table))
    assert 0 < alpha(table) < 1


def test_full_agreement_is_one() -> None:
    table = np.array([[80.0, 80.0], [90.0, 90.0], [70.0, 70.0]])
    assert icc(table) == (1, 1)
    assert (alpha(table), kendall_w(table)) == (1, 1)


def test_where_nobody_differs_there_is_nothing_to_agree_on() -> None:
    table = np.full((3, 2), 80.0)
    assert np.isnan([*icc(table), alpha(table), kendall_w(table)]).all()


@pytest.mark.parametrize("shape", [(1, 3), (3, 1), (0, 0)])
def test_one_subject_or_one_assessor_says_nothing(shape: tuple[int, int]) -> None:
    table = np.arange(float(shape[0] * shape[1])).reshape(shape)
    assert np.isnan([*icc(table), kendall_w(table)]).all()


def test_a_subject_judged_once_counts_for_nothing() -> None:
    lone = np.vstack([TWELVE, [NONE, 50, NONE, NONE]])
    assert alpha(lone) == alpha(TWELVE)
