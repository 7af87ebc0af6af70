"""Limits and labels, against the NHS's own program, NIST's handbook and qicharts2."""

import csv
import json
from pathlib import Path

import numpy as np
import pytest

from pipelines.statistics import control_charts as charts

VECTORS = Path(__file__).parents[2] / "vectors"
# What NHSRplotthedots calls our labels.
SAYS = {
    charts.COMMON: "Common Cause",
    charts.ABOVE: "Above UCL",
    charts.BELOW: "Below LCL",
    charts.RISING: "7 Point Trend (Increasing)",
    charts.FALLING: "7 Point Trend (Decreasing)",
    charts.NEAR_ABOVE: "2 in 3 Above CL",
    charts.NEAR_BELOW: "2 in 3 Below CL",
    charts.RUN_ABOVE: "7 Points Above CL",
    charts.RUN_BELOW: "7 Points Below CL",
}


def read(name: str) -> list[dict[str, str]]:
    with (VECTORS / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def nhs() -> list[dict[str, str]]:
    return read("xmr_nhs_rules.csv")


def column(rows: list[dict[str, str]], name: str) -> np.ndarray:
    return np.array([float(row[name]) for row in rows])


@pytest.mark.parametrize(
    ("prefix", "screened", "baseline"),
    [("", True, None), ("fix12_", True, 12), ("noscreen_", False, None)],
    ids=["screened", "first twelve", "unscreened"],
)
def test_xmr_is_that_of_the_nhs(
    nhs: list[dict[str, str]], prefix: str, screened: bool, baseline: int | None
) -> None:
    values = column(nhs, "y")
    usual = None if baseline is None else np.arange(len(values)) < baseline
    limits = charts.xmr(values, usual, screened=screened)
    assert limits.low == pytest.approx(column(nhs, f"{prefix}lpl"), abs=1e-5)
    assert limits.high == pytest.approx(column(nhs, f"{prefix}upl"), abs=1e-5)
    said = [SAYS[str(label)] for label in charts.labels(values, limits)]
    assert said == [row[f"{prefix}special"] for row in nhs]


def test_a_chart_that_is_rebased_is_two_charts(nhs: list[dict[str, str]]) -> None:
    values = column(nhs, "y")
    (second,) = np.flatnonzero(column(nhs, "rebase"))
    for part in (slice(0, second), slice(second, None)):
        limits = charts.xmr(values[part])
        assert limits.centre == pytest.approx(float(nhs[part][0]["rebase_mean"]))
        said = [SAYS[str(label)] for label in charts.labels(values[part], limits)]
        assert said == [row["rebase_special"] for row in nhs[part]]


def test_xmr_is_that_of_nists_handbook() -> None:
    given = json.loads((VECTORS / "xmr_nist.json").read_text("utf-8"))
    limits = charts.xmr(np.array(given["y"]), screened=False)
    assert limits.centre == pytest.approx(given["mean"])
    assert limits.low[0] == pytest.approx(given["lcl_2p66"])
    assert limits.high[0] == pytest.approx(given["ucl_2p66"])


@pytest.mark.parametrize(("prefix", "screened"), [("pp", False), ("pp_screened", True)])
def test_p_prime_is_that_of_qicharts2(prefix: str, screened: bool) -> None:
    rows = read("laney_pprime_qicharts2.csv")
    hits, counts = column(rows, "k"), column(rows, "n")
    limits = charts.p_prime(hits, counts, screened=screened)
    assert limits.centre == pytest.approx(column(rows, "cl")[0], abs=1e-14)
    assert limits.low == pytest.approx(column(rows, f"{prefix}_lcl"), abs=1e-14)
    assert limits.high == pytest.approx(column(rows, f"{prefix}_ucl"), abs=1e-14)


def test_p_prime_finds_the_one_planted_month_where_p_alone_cries_wolf() -> None:
    rows = read("laney_pprime_qicharts2.csv")
    hits, counts = column(rows, "k"), column(rows, "n")
    limits = charts.p_prime(hits, counts)
    outside = (hits / counts < limits.low) | (hits / counts > limits.high)
    assert list(np.flatnonzero(outside) + 1) == [20]
    binomial = (hits / counts < column(rows, "p_lcl")) | (
        hits / counts > column(rows, "p_ucl")
    )
    assert binomial.sum() == 8


def test_a_share_that_never_varied_has_limits_on_itself() -> None:
    limits = charts.p_prime(np.array([20.0, 30.0]), np.array([20.0, 30.0]))
    assert (limits.centre, *limits.low, *limits.high) == (1, 1, 1, 1, 1)


def test_falling_and_low_points_are_told_like_rising_and_high_ones(
    nhs: list[dict[str, str]],
) -> None:
    values = column(nhs, "y")
    mirrored = charts.labels(-values, charts.xmr(-values))
    opposite = {
        charts.ABOVE: charts.BELOW,
        charts.RISING: charts.FALLING,
        charts.NEAR_ABOVE: charts.NEAR_BELOW,
        charts.RUN_ABOVE: charts.RUN_BELOW,
    }
    opposite |= {low: high for high, low in opposite.items()} | {"": ""}
    there = charts.labels(values, charts.xmr(values))
    assert [opposite[str(each)] for each in there] == [str(each) for each in mirrored]
