"""Indicators of kind `quantile`: levels that a share of rows does not exceed."""

from __future__ import annotations

from collections.abc import Mapping

from pipelines.declarations.indicator import Indicator
from pipelines.measure.levels import Levels
from pipelines.measure.plan import Plan
from pipelines.statistics.histograms import quantiles

_ROWS = """
    SELECT city_id, department_id, month, level, n
    FROM partial.month_level
    WHERE source = $source AND histogram = $histogram
"""


def find(
    levels: Levels, plan: Plan, indicators: Mapping[str, Indicator], z: float
) -> None:
    """Fill level_quantile: a row an indicator, subject and period with cases."""
    for scan in plan.scans.values():
        for histogram in dict.fromkeys(scan.quantiles.values()):
            asked = {"source": scan.source, "histogram": histogram.name}
            added = levels.add_up(_ROWS, ["n"], **asked)
            for name, each in scan.quantiles.items():
                if each != histogram:
                    continue
                q = indicators[name].q
                assert q is not None  # its kind needs it
                found = quantiles(added, q, z)
                levels.note(
                    name,
                    {
                        "place": found.place,
                        "n": found.n,
                        "value": found.value,
                        "low": found.low,
                        "high": found.high,
                    },
                )
