"""Small schemes whose scores can be worked out by hand."""

from __future__ import annotations

from tests.pipelines.measure.cases_world import World

BANDS = (("excellent", 90), ("good", 80), ("fair", 60), ("poor", 0))
# indicator, weight, worst, best
Goal = tuple[str, float, float, float]


def scheme(
    world: World,
    pillars: dict[str, tuple[float, list[Goal]]],
    *,
    scheme_id: str = "2026",
    valid: tuple[str, str] = ("2020-01-01", "2027-12-31"),
) -> None:
    """Write one scheme: pillar to its weight and its indicators with goalposts."""
    for path in world.at.schemes.glob("*.toml"):
        if path.stem in (scheme_id, "2026"):
            path.unlink()
    lines = [
        f"valid_from = {valid[0]}",
        f"valid_to = {valid[1]}",
        'audiences = ["public", "internal"]',
        "coverage_minimum = 0.70",
        f'name = {{ zh = "{scheme_id}", en = "{scheme_id}" }}',
    ]
    for name, (share, goals) in pillars.items():
        lines += ["[[pillars]]", f'pillar = "{name}"', f"weight = {share}"]
        lines += [f'name = {{ zh = "{name}", en = "{name}" }}', "indicators = ["]
        lines += [
            f'{{ indicator = "{indicator}", weight = {weight}, '
            f"worst = {worst}, best = {best} }},"
            for indicator, weight, worst, best in goals
        ]
        lines.append("]")
    for band, start in BANDS:
        lines += ["[[bands]]", f'band = "{band}"', f"from_score = {start}"]
        lines.append(f'name = {{ zh = "{band}", en = "{band}" }}')
    (world.at.schemes / f"{scheme_id}.toml").write_text("\n".join(lines), "utf-8")


def ratings(*places: tuple[str, int, int], month: str = "2026-07") -> str:
    """Rows of ratings: department, how many satisfied, how many not."""
    lines = [
        line
        for department, good, bad in places
        for line in (
            f"{department}, {month}-10, 5, {good}",
            f"{department}, {month}-10, 3, {bad}",
        )
    ]
    return "department, rated, level, times\n" + "\n".join(lines)
