"""What the steps of a worked example give, by formula, from what is printed alone.

Nothing of the program is used: this is the reader with a pocket calculator.
"""

from __future__ import annotations

from math import prod, sqrt
from typing import Any

Steps = list[dict[str, Any]]


def results(topic: str, steps: Steps) -> dict[str, float]:
    """The results that must stand, by symbol, rounded as they are printed."""
    given = {step["symbol"]: step["value"] for step in steps}
    found = globals()[f"_{topic}"](given, steps)
    digits = {step["symbol"]: step["digits"] for step in steps}
    return {name: round(value, digits[name]) for name, value in found.items()}


def _several(steps: Steps, symbol: str) -> list[float]:
    return [step["value"] for step in steps if step["symbol"] == symbol]


def _interval(g: dict[str, float], _: Steps) -> dict[str, float]:
    p, z, n = round(g["k"] / g["n"], 6), g["z"], g["n"]
    a = round(p + z**2 / (2 * n), 6)
    b = round(z * sqrt(p * (1 - p) / n + z**2 / (4 * n**2)), 6)
    c = round(1 + z**2 / n, 6)
    return {"p": p, "a": a, "b": b, "c": c, "low": (a - b) / c, "high": (a + b) / c}


def _ranking(g: dict[str, float], steps: Steps) -> dict[str, float]:
    chances, points = _several(steps, "chance"), _several(steps, "true")
    assert abs(sum(chances) - 1) < 1e-9
    so_far = {int(s["part"]): s["value"] for s in steps if s["symbol"] == "up_to"}
    return {
        "p": g["k"] / g["n"],
        "mean": sum(h * at for h, at in zip(chances, points, strict=True)),
        "low": min(place for place, chance in so_far.items() if chance >= 0.025),
        "high": min(place for place, chance in so_far.items() if chance >= 0.975),
    }


def _scoring(g: dict[str, float], _: Steps) -> dict[str, float]:
    points = round(100 * (g["x"] - g["worst"]) / (g["best"] - g["worst"]), 2)
    return {"s": points, **({"adds": g["w"] * points} if "adds" in g else {})}


def _composite(g: dict[str, float], steps: Steps) -> dict[str, float]:
    pairs = list(zip(_several(steps, "w"), _several(steps, "s"), strict=True))
    if "base" in g:
        base = {"base": round(sum(w * s for w, s in pairs), 2)}
    else:
        base = {"base_geometric": round(prod(s**w for w, s in pairs), 2)}
    return {**base, "total": sum(base.values()) + g["added"]}


def _change(g: dict[str, float], _: Steps) -> dict[str, float]:
    change = round(g["performance"] + g["weight"] + g["mix"], 4)
    return {"change": change, "now": g["before"] + change}


def _place(g: dict[str, float], _: Steps) -> dict[str, float]:
    return {"low": 1 + g["above"], "high": g["peers"] - g["below"]}


def _on_time(g: dict[str, float], _: Steps) -> dict[str, float]:
    kept = g["due"] - g["late"]
    return {"kept": kept, "share": kept / g["due"]}


def _response(g: dict[str, float], _: Steps) -> dict[str, float]:
    r = round(g["rated"] / g["closed"], 6)
    return {"r": r, "low": r * g["p"], "high": r * g["p"] + 1 - r}


def _case_mix(g: dict[str, float], _: Steps) -> dict[str, float]:
    ratio = round(g["o"] / g["e"], 6)
    return {"ratio": ratio, "alike": min(1.0, ratio * g["q"])}
