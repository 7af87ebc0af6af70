"""How many answers the peers' experience is worth."""

from __future__ import annotations

import json

import numpy as np
import pytest

from pipelines.statistics.moments_prior import prior
from tests.pipelines.statistics.vectors import FOLDER, Vector

VECTOR = Vector("eb_betabinomial_expected")


def test_the_prior_and_the_reliability_equal_the_reference() -> None:
    k = Vector("eb_betabinomial_data").numbers("k")
    n = VECTOR.numbers("n")
    fitted = prior(k, n)
    expected = json.loads((FOLDER / "eb_parameters.json").read_text("utf-8"))
    assert fitted.mean == pytest.approx(expected["betabinomial_mom"]["mean"], abs=1e-9)
    assert fitted.worth == pytest.approx(expected["betabinomial_mom"]["M"], abs=1e-6)
    assert (round(fitted.mean, 6), round(fitted.worth, 6)) == (0.926004, 44.296903)
    reliability = VECTOR.numbers("reliability")
    assert fitted.reliability(n) == pytest.approx(reliability, abs=1e-9)


def test_where_all_are_alike_a_share_tells_nothing_of_its_own() -> None:
    n = np.array([40.0] * 12)
    assert prior(n, n).reliability(n).tolist() == [0.0] * 12
    assert prior(n * 0, n).reliability(n).tolist() == [0.0] * 12
