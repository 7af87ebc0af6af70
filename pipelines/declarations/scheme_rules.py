"""What must hold for a scheme among the other declarations of its workspace."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise
from pathlib import Path

from pipelines.declarations.indicator import Indicator
from pipelines.declarations.scheme import Scheme
from pipelines.declarations.texts import Texts
from pipelines.declarations.weighted import Weighted
from pipelines.errors import DeclarationError

_BY_DIRECTION = ("target_clamp", "min_max", "z")


def words(file: Path, scheme: Scheme) -> Iterator[tuple[Path, str, Texts]]:
    """Every name of a scheme that readers see: (file, key, texts)."""
    yield file, "name", scheme.name
    for band in scheme.bands:
        yield file, f"bands.{band.band}.name", band.name
    for node in scheme.nodes():
        yield file, f"pillars.{node.pillar.pillar}.name", node.pillar.name
    for each in scheme.adjustments:
        yield file, f"adjustments.{each.adjustment}.name", each.name


def check(
    folder: Path, schemes: Mapping[str, Scheme], indicators: Mapping[str, Indicator]
) -> None:
    """Raise DeclarationError for the first scheme that cannot be."""
    for name, scheme in schemes.items():
        file = folder / f"{name}.toml"
        asked = [leaf.weighted.indicator for leaf in scheme.leaves()]
        asked += [each.indicator for each in scheme.adjustments]
        for indicator_id in asked:
            indicator = indicators.get(indicator_id)
            if indicator is None:
                raise DeclarationError(
                    file, "indicator", indicator_id, "a declared indicator"
                )
            if "public" in scheme.audiences and "public" not in indicator.audiences:
                raise DeclarationError(
                    file,
                    "audiences",
                    list(scheme.audiences),
                    f"a public scheme to weigh public indicators only, and "
                    f"{indicator_id} is not public",
                )
        for leaf in scheme.leaves():
            _check_direction(file, leaf.weighted, indicators[leaf.weighted.indicator])
    ordered = sorted(schemes.values(), key=lambda s: s.valid_from)
    for before, after in pairwise(ordered):
        if after.valid_from <= before.valid_to:
            raise DeclarationError(
                folder / f"{after.scheme_id}.toml",
                "valid_from",
                after.valid_from.isoformat(),
                f"a day after {before.valid_to}, when {before.scheme_id} ends",
            )


def _check_direction(file: Path, weighted: Weighted, indicator: Indicator) -> None:
    if weighted.scoring in _BY_DIRECTION and indicator.higher_is_better is None:
        raise DeclarationError(
            file,
            "scoring",
            weighted.scoring,
            f"an indicator that says whether higher is better, and "
            f"{weighted.indicator} does not",
        )
