"""The page of the method, from the tables that the computation went by."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from markupsafe import Markup

from pipelines.site.figures import Figures
from pipelines.site.published import Rows
from pipelines.site.words import catalogue, marked, say

_RULES = ("order", "round", "likely", "tier", "claims", "group", "few", "vertical")
_STATES = (
    *("withheld", "listed", "no_data", "not_reached", "provisional", "insufficient"),
)
# Words of the sentences, and the limits they stand for.
_WITHIN = {
    "withheld": "withheld_below",
    "unranked": "not_ranked_below",
    "shrunk_from": "ranking_shrunk_from",
    "best": "ranking_best",
    "width": "protection_width",
}


def context(
    ask: Callable[[str], Rows],
    figures: Figures,
    limits: Mapping[str, str],
    about: Mapping[str, Any],
) -> dict[str, Any]:
    """What method.html is filled with."""

    told = {word: limits.get(name, "–") for word, name in _WITHIN.items()}

    def within(key: str) -> Markup:
        return marked(figures.language, key, **told)

    return {
        "rules": [within(f"method.rule_{rule}") for rule in _RULES],
        "schemes": [_scheme(scheme, ask) for scheme in ask("schemes")],
        "states": [
            (
                say(figures.language, f"method.state_{state}"),
                within(f"method.means_{state}"),
            )
            for state in _STATES
        ],
        "examples": [_example(row, figures) for row in ask("example")],
        "disclosure": within("method.disclosure_words"),
        "indicators": ask("indicators"),
        "told_limits": [
            (row["name"], _words(figures.language, row["name"]), f"{row['value']:g}")
            for row in ask("limits")
        ],
        "weight": lambda weight: f"{100 * weight:g}%",
    }


def _example(row: Mapping[str, Any], figures: Figures) -> Markup:
    """How one published interval came about."""
    n = row["denominator"]
    return marked(
        figures.language,
        "method.example",
        subject=row["subject_name"],
        period=figures.period(row["period_kind"], row["period"]),
        indicator=row["indicator_name"],
        k=figures.number(row["numerator"]),
        n=figures.number(n),
        p=figures.number(row["value"], 4),
        low=figures.number(row["low"], 4),
        high=figures.number(row["high"], 4),
        share=figures.share(row["value"], n),
        interval=figures.interval("share", {**row, "n": n}),
    )


def _scheme(scheme: Mapping[str, Any], ask: Callable[[str], Rows]) -> dict[str, Any]:
    def of(question: str) -> Rows:
        return [row for row in ask(question) if row["scheme_id"] == scheme["scheme_id"]]

    return {
        **scheme,
        "pillars": [row for row in of("scheme_pillars") if row["depth"] == 1],
        "indicators": [
            {**row, "formula": formula(row)} for row in of("scheme_indicators")
        ],
        "bands": of("scheme_bands"),
    }


def formula(row: Mapping[str, Any]) -> str:
    """The scale in the notation of the declarations; x is the value."""
    rises = row["higher_is_better"]
    match row["scoring"]:
        case "target_clamp":
            target = f"{row['target']:g}"
            short = f"{target} - x" if rises else f"x - {target}"
            return f"max({row['least']:g}, 100 - {row['loss']:g} * max(0, {short}))"
        case "steps":
            sign = ">=" if rises else "<="
            pairs = zip(row["steps_at"], row["steps_points"], strict=True)
            told = [f"{points:g} if x {sign} {at:g}" for at, points in pairs]
            return "; ".join([*reversed(told), f"else {row['least']:g}"])
        case "min_max":
            short = "(x - min) / (max - min)" if rises else "(max - x) / (max - min)"
            return f"{row['least']:g} + {row['most'] - row['least']:g} * {short}"
        case "z":
            short = "(x - mean) / sd" if rises else "(mean - x) / sd"
            return f"{row['middle']:g} + {row['spread']:g} * {short}, 0 .. 100"
    worst, best = row["worst"], row["best"]
    return f"100 * (x - {worst:g}) / ({best:g} - {worst:g}), 0 .. 100"


def _words(language: str, name: str) -> str:
    """What a limit is; nothing for one that a later version may publish."""
    return catalogue(language).get(f"limit.{name}", "")
