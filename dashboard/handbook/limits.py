"""Every limit that figures go by: as a table, and within sentences."""

from collections.abc import Mapping

from dashboard import formats, store
from dashboard.handbook.blocks import Section, Table, Text
from dashboard.i18n import t
from dashboard.markdown import code

# What reads as a share of a hundred.
_SHARES = frozenset({
    "sensitivity_spread", "honesty_few_rated", "honesty_mostly_defaults",
    "honesty_all_best", "honesty_nearly_all_rate", "honesty_burst_alike",
    "honesty_stands_out_share", "signal_effect",
})  # fmt: skip
# Below it a chance reads better as one in so many.
_ONE_IN = 0.01


def known() -> dict[str, float]:
    """By the name under which they are published."""
    return {row.name: row.value for row in store.rows("method_limits")}


def within(limits: Mapping[str, float], key: str) -> str:
    """A sentence with the workspace's own limits; a dash where it declares none."""
    names = {
        "withheld": "withheld_below",
        "unranked": "not_ranked_below",
        "shrunk_from": "ranking_shrunk_from",
        "best": "ranking_best",
        "width": "protection_width",
    }
    return t(
        key,
        **{
            word: formats.number(limits[name]) if name in limits else "–"
            for word, name in names.items()
        },
    )


def section(limits: Mapping[str, float]) -> Section | None:
    """All of them by name; None in a publication without any."""
    if not limits:
        return None
    table = Table({
        t("method.limit"): [words(name) for name in limits],
        t("method.threshold_value"): [_said(name, limits[name]) for name in limits],
        t("method.limit_name"): [code(name) for name in limits],
    })  # fmt: skip
    return Section(
        "limits", t("method.limits"), (Text(t("method.limits_words")), table)
    )


def words(name: str) -> str:
    """What a limit is; nothing for one that a later version may publish."""
    told = t(f"limit.{name}")
    return "" if told == f"limit.{name}" else told


def _said(name: str, value: float) -> str:
    if name in _SHARES:
        return formats.share(value, 1 if value >= 0.1 else None)
    if value < _ONE_IN:
        return t("method.one_in", n=formats.count(1 / value)) if value else "0"
    # A seed is a name, not an amount.
    return f"{value:.0f}" if name == "sensitivity_seed" else f"{value:g}"
