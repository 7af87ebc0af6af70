"""How a scheme turns a value into points, in words and as a formula."""

from typing import Any

from dashboard import formats
from dashboard.i18n import t

# One unit of a share is all of it; people count in percentage points.
_PER_POINT = {"share": 0.01}


def words(row: Any) -> str:
    """A sentence on the scale of a row of method_indicators."""
    match row.scoring:
        case "target_clamp":
            return t(
                f"scale.target_clamp_{'up' if row.rises else 'down'}",
                target=formats.compact(row.unit, row.target),
                unit=one(row.unit),
                loss=_points(row.loss * counted_in(row.unit)),
                least=_points(row.least),
            )
        case "steps":
            return t("scale.steps", steps=_steps(row), least=_points(row.least))
        case "min_max":
            least, most = _points(row.least), _points(row.most)
            return t("scale.min_max", least=least, most=most)
        case "z":
            middle, spread = _points(row.middle), _points(row.spread)
            return t("scale.z", middle=middle, spread=spread)
    worst, best = (formats.compact(row.unit, each) for each in (row.worst, row.best))
    return t("scale.goalposts", worst=worst, best=best)


def formula(row: Any) -> str:
    """The same in the notation of the declarations; x is the value."""
    match row.scoring:
        case "target_clamp":
            short = f"{row.target:g} - x" if row.rises else f"x - {row.target:g}"
            return f"max({row.least:g}, 100 - {row.loss:g} * max(0, {short}))"
        case "steps":
            sign = ">=" if row.rises else "<="
            pairs = zip(row.steps_at, row.steps_points, strict=True)
            told = [f"{points:g} if x {sign} {at:g}" for at, points in pairs]
            return "; ".join([*reversed(told), f"else {row.least:g}"])
        case "min_max":
            short = (
                "(x - min) / (max - min)" if row.rises else "(max - x) / (max - min)"
            )
            return f"{row.least:g} + {row.most - row.least:g} * {short}"
        case "z":
            short = "(x - mean) / sd" if row.rises else "(mean - x) / sd"
            return f"{row.middle:g} + {row.spread:g} * {short}, 0 .. 100"
    return f"100 * (x - {row.worst:g}) / ({row.best:g} - {row.worst:g}), 0 .. 100"


def counted_in(unit: str) -> float:
    """What people count a unit by, in the unit: a hundredth of a share, else one."""
    return _PER_POINT.get(unit, 1.0)


def one(unit: str) -> str:
    """One of what people count the unit by: a percentage point, a day."""
    return t(f"scale.one_{unit}")


def _steps(row: Any) -> str:
    """From 95 %: 50; from 99 %: 75."""
    key = f"scale.step_{'up' if row.rises else 'down'}"
    return t("scale.and").join(
        t(key, at=formats.compact(row.unit, at), points=_points(points))
        for at, points in zip(row.steps_at, row.steps_points, strict=True)
    )


def _points(points: float) -> str:
    return f"{points:g}"
