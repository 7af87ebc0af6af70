"""Funnels, against FunnelPlotR and R's exact binomial quantiles."""

import json

import numpy as np
import pytest

from pipelines.statistics import funnel
from tests.pipelines.statistics.test_control_charts import VECTORS, column, read


@pytest.fixture(scope="module")
def units() -> list[dict[str, str]]:
    return read("funnel_pr_FunnelPlotR.csv")


@pytest.fixture(scope="module")
def fitted(units: list[dict[str, str]]) -> funnel.Funnel:
    return funnel.funnel(column(units, "numerator"), column(units, "denominator"))


def test_the_fit_is_that_of_funnelplotr(fitted: funnel.Funnel) -> None:
    told = json.loads(
        (VECTORS / "funnel_pr_params_FunnelPlotR.json").read_text("utf-8")
    )
    assert fitted.centre == pytest.approx(told["target"], abs=1e-12)
    assert fitted.phi == pytest.approx(told["phi"], abs=1e-9)
    assert fitted.tau**2 == pytest.approx(told["tau2"], abs=1e-13)


def test_z_and_limits_are_those_of_funnelplotr(
    units: list[dict[str, str]], fitted: funnel.Funnel
) -> None:
    rows = column(units, "denominator")
    z = fitted.z(column(units, "numerator"), rows)
    assert z == pytest.approx(column(units, "z_od"), abs=1e-12)
    for level, limit in (("95", funnel.Z_WATCH), ("998", funnel.Z_ALARM)):
        low, high = fitted.limits(rows, limit)
        assert low == pytest.approx(column(units, f"odll{level}"), abs=1e-12)
        assert high == pytest.approx(column(units, f"odul{level}"), abs=1e-12)
        share = column(units, "numerator") / rows
        outside = (share < low) | (share > high)
        assert outside.tolist() == (column(units, f"out{level}") == 1).tolist()


def test_exact_limits_are_those_of_r() -> None:
    rows = read("funnel_exact_binomial.csv")
    n, centre = column(rows, "n"), column(rows, "theta0")[0]
    for level, z in (("95", funnel.Z_WATCH), ("998", funnel.Z_ALARM)):
        low, high = funnel.exact_limits(n, centre, z)
        # R was asked for 2.5 % and 0.1 %; z has six decimals.
        assert low == pytest.approx(column(rows, f"l{level}"), abs=1e-6)
        assert high == pytest.approx(column(rows, f"u{level}"), abs=1e-6)


@pytest.mark.parametrize("centre", [0.003, 0.5, 0.92, 0.9995])
def test_exact_limits_hold_the_share_they_promise(centre: float) -> None:
    """Whatever n: counts below the low limit have at most 2.5 % together, and those
    above the whole count next to the high one, between which it is interpolated."""
    from scipy.stats import binom

    n = np.array([1.0, 2, 7, 30, 31, 200, 5_000, 40_000])
    low, high = funnel.exact_limits(n, centre, funnel.Z_WATCH)
    below = binom.cdf(np.ceil(low * n) - 1, n, centre)
    above = binom.sf(np.ceil(high * n), n, centre)
    assert np.all(below <= 0.025 + 1e-9)
    assert np.all(above <= 0.025 + 1e-9)


def test_without_more_than_chance_there_is_no_custom() -> None:
    rows = np.full(20, 400.0)
    fitted = funnel.funnel(np.array([360.0, 362.0] * 10), rows)
    assert fitted.tau == 0
    low, high = fitted.limits(rows, funnel.Z_WATCH)
    # The arcsine limits of 400 rows at 90.25 %, by hand: sin²(1.2533 ± 0.049).
    assert low[0] == pytest.approx(np.sin(np.arcsin(np.sqrt(0.9025)) - 0.049) ** 2)
    assert high[0] > 0.9025
