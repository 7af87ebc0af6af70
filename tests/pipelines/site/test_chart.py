"""The picture of the ranking: where dots, lines, bands and ticks stand."""

from typing import Any

import pytest

from pipelines.site import chart


def row(share: float, low: float, high: float, tier: int = 1) -> dict[str, Any]:
    return {"share": share, "low": low, "high": high, "adjusted": share, "tier": tier}


def test_the_axis_holds_every_interval_and_begins_at_a_round_share() -> None:
    # From 91 to 97: steps of two points, from 90 to 98.
    drawn = chart.draw([row(0.95, 0.94, 0.97), row(0.93, 0.91, 0.95, tier=2)])
    assert drawn is not None
    assert [share for _, share in drawn.ticks] == [0.90, 0.92, 0.94, 0.96, 0.98]
    assert drawn.starts_at == 0.90
    first, second = drawn.dots
    # Five of eight points along an axis from 1.5 to 98.5.
    assert first.x == pytest.approx(1.5 + 97 * 5 / 8, abs=0.01)
    assert second.low == pytest.approx(1.5 + 97 * 1 / 8, abs=0.01)
    assert second.high == pytest.approx(1.5 + 97 * 5 / 8, abs=0.01)
    assert first.low < first.x < first.high
    assert second.y - first.y == chart.ROW


def test_bands_are_tiers_from_top_to_bottom() -> None:
    rows = [row(0.9, 0.8, 0.95, tier) for tier in (1, 1, 1, 2, 3, 3)]
    drawn = chart.draw(rows)
    assert drawn is not None
    assert [(band.tier, band.height) for band in drawn.bands] == [
        (1, 3 * chart.ROW),
        (2, chart.ROW),
        (3, 2 * chart.ROW),
    ]
    assert [band.is_shaded for band in drawn.bands] == [True, False, True]


def test_all_at_one_place_still_make_an_axis() -> None:
    drawn = chart.draw([row(1.0, 1.0, 1.0)])
    assert drawn is not None
    assert drawn.dots[0].x == 98.5
    assert drawn.ticks[-1][1] == 1.0
    assert chart.draw([]) is None
