"""Everything that is planted, in a fixed order: each draws from the same stream."""

from __future__ import annotations

from pipelines.demo import bad_rows, stories
from pipelines.demo.planting import Planting


def plant_everything(planting: Planting) -> None:
    """Plant every story and every kind of bad row."""
    stories.plant_bursts(planting)
    stories.plant_contradictions(planting)
    stories.plant_repeats(planting)
    stories.plant_overtaken(planting)
    stories.plant_late_arrivals(planting)
    stories.plant_test_entries(planting)
    bad_rows.plant_bad_cases(planting)
    bad_rows.plant_bad_pauses(planting)
    bad_rows.plant_bad_ratings(planting)
