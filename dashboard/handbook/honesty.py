"""Who answers: bounds, and what counts as odd, with its limits."""

from collections.abc import Callable, Mapping

from dashboard import formats
from dashboard.handbook import worked
from dashboard.handbook.blocks import Section, Text, listed
from dashboard.i18n import t

_RULES = ("burst", "instant", "tags", "stands_out", "shares")
_PREFIX = "honesty_"
# Below it a chance reads better as one in so many.
_ONE_IN = 0.01


def section(limits: Mapping[str, float]) -> Section | None:
    """None where nothing of it is declared."""
    told = {
        name.removeprefix(_PREFIX): value
        for name, value in limits.items()
        if name.startswith(_PREFIX)
    }
    if not told:
        return None
    values = _words(told)
    return Section(
        "honesty",
        t("method.honesty"),
        (
            Text(t("method.honesty_bounds")),
            *worked.example("response"),
            listed([t(f"method.honesty_rule_{rule}", **values) for rule in _RULES]),
            Text(t("method.honesty_no_verdict")),
        ),
    )


def _words(told: dict[str, float]) -> dict[str, str]:
    """Every limit as the sentences say it; a dash where it is not declared."""
    counts = {
        "minutes": "burst_minutes",
        "burst": "burst_ratings",
        "seconds": "instant_seconds",
        "days": "clock_days",
        "ratings": "stands_out_ratings",
    }
    shares = {
        "alike": "burst_alike",
        "share": "stands_out_share",
        "few": "few_rated",
        "defaults": "mostly_defaults",
        "best": "all_best",
        "nearly_all": "nearly_all_rate",
    }
    chances = {"burst_chance": "burst_chance", "chance": "stands_out_chance"}
    return {
        **{key: _said(told, name, formats.count) for key, name in counts.items()},
        **{key: _said(told, name, _share) for key, name in shares.items()},
        **{key: _said(told, name, _chance) for key, name in chances.items()},
    }


def _said(told: dict[str, float], name: str, words: Callable[[float], str]) -> str:
    return words(told[name]) if name in told else "–"


def _share(value: float) -> str:
    return formats.share(value, 1)


def _chance(value: float) -> str:
    if value >= _ONE_IN:
        return formats.share(value)
    return t("method.one_in", n=formats.count(1 / value))
