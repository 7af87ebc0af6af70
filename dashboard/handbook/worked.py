"""Worked examples: how published figures come about, a step a line, as published."""

from typing import Any

from dashboard import formats, store
from dashboard.handbook.blocks import Block, Fold, Table, Text
from dashboard.i18n import t
from dashboard.markdown import plain

# What each step is by those before it, in letters that no language translates. A letter
# alone is given; those of parts are numbered.
FORMULAS = {
    "interval": {
        "k": "k", "n": "n", "p": "p = k ÷ n", "z": "z", "a": "a = p + z² ÷ 2n",
        "b": "b = z · √(p(1 − p) ÷ n + z² ÷ 4n²)", "c": "c = 1 + z² ÷ n",
        "low": "(a − b) ÷ c", "high": "(a + b) ÷ c",
    },
    "ranking": {
        "k": "k", "n": "n", "p": "p = k ÷ n", "chance": "h", "true": "θ",
        "mean": "h₁θ₁ + h₂θ₂ + …", "up_to": "F", "low": "F ≥ 0.025",
        "high": "F ≥ 0.975",
    },
    "scoring": {
        "x": "x", "worst": "x₀", "best": "x₁", "s": "s = 100 · (x − x₀) ÷ (x₁ − x₀)",
        "w": "w", "adds": "w · s",
    },
    "composite": {
        "w": "w", "s": "s", "base": "S = w₁s₁ + w₂s₂ + …",
        "base_geometric": "S = s₁^w₁ · s₂^w₂ · …", "added": "B", "total": "S + B",
    },
    "change": {
        "before": "S₀", "performance": "P", "weight": "W", "mix": "M",
        "change": "C = P + W + M", "now": "S₀ + C",
    },
    "place": {
        "from": "", "to": "", "peers": "N", "above": "a", "below": "b",
        "low": "1 + a", "high": "N − b",
    },
    "on_time": {"due": "N", "late": "L", "kept": "k = N − L", "share": "k ÷ N"},
    "response": {
        "closed": "N", "rated": "a", "r": "r = a ÷ N", "p": "p", "low": "r · p",
        "high": "r · p + 1 − r",
    },
    "case_mix": {
        "n": "n", "o": "o", "e": "e", "ratio": "v = o ÷ e", "q": "q",
        "alike": "min(1, v · q)",
    },
}  # fmt: skip
_PARTED = frozenset({"chance", "true", "w", "s"})
_SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


def example(topic: str) -> tuple[Block, ...]:
    """The example of a topic; nothing where the publication has none."""
    steps = list(store.rows("worked_example", topic=topic))
    if not steps:
        return ()
    first = steps[0]
    told = {
        "subject": plain(first.subject_name),
        "period": formats.period(first.period_kind, first.period),
    }
    named = "" if formats.is_missing(first.indicator_name) else first.indicator_name
    table = Table({
        t("worked.step"): [_words(topic, step) for step in steps],
        t("worked.formula"): [_formula(topic, step) for step in steps],
        t("worked.value"): [_value(step) for step in steps],
    })  # fmt: skip
    about = t(f"worked.about_{topic}", indicator=plain(named), **told)
    title = t("worked.title", what=t(f"worked.what_{topic}"), **told)
    return (Fold(title, (Text(about), table)),)


def _words(topic: str, step: Any) -> str:
    part = "" if formats.is_missing(step.part_name) else step.part_name
    return t(f"worked.{topic}_{step.symbol}", part=plain(part))


def _formula(topic: str, step: Any) -> str:
    formula = FORMULAS[topic][step.symbol]
    if formats.is_missing(step.part) or step.symbol not in _PARTED:
        return formula
    return formula + str(int(step.number)).translate(_SUBSCRIPTS)


def _value(step: Any) -> str:
    return formats.number(step.value, int(step.digits)).replace("-", "−")
