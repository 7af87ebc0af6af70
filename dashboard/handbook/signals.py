"""Rules of signals, with the thresholds they are computed by."""

from collections.abc import Mapping

from dashboard import formats
from dashboard.handbook.blocks import Section, Table, listed
from dashboard.i18n import t

# As they are published; without the first there are no signals to tell of.
_THRESHOLDS = (
    "signal_baseline_months",
    "signal_minimum_months",
    "signal_z",
    "signal_effect",
    "signal_smoothing",
    "signal_minimum_n",
    "signal_longest_months",
    "signal_chart_points",
)
_RULES = ("judged", "usual", "begins", "lasts", "why", "charts", "funnels")


def section(limits: Mapping[str, float]) -> Section | None:
    """None without signals; `limits` by the name under which they are published."""
    if _THRESHOLDS[0] not in limits:
        return None
    known = [name for name in _THRESHOLDS if name in limits]
    table = Table({
        t("method.threshold"): [t(f"method.{name}") for name in known],
        t("method.threshold_value"): [_said(name, limits[name]) for name in known],
    })  # fmt: skip
    rules = listed([t(f"method.signal_{rule}") for rule in _RULES])
    return Section("signals", t("method.signals"), (rules, table))


def _said(name: str, value: float) -> str:
    if name == "signal_effect":
        return t("method.points_of_share", value=f"{100 * value:g}")
    return formats.number(value, 0 if value.is_integer() else 2)
