"""When a month of a subject is a signal: `[signals]` of workspace.toml."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import Field, model_validator

from pipelines.declarations.texts import Declaration, Wrong


class Signals(Declaration):
    """Thresholds of alerts, charts and funnels; published as limits `signal_<name>`.

    baseline_months: months before, those of signals left out, that make a subject's
    usual; minimum_months: with fewer nobody is alarmed. z: times usual noise; effect:
    a single month must also differ by so much, as a share. smoothing: weight of the
    newest month in the moving average. minimum_n: rows of a month. longest_months: a
    signal that lasted so long is the new usual. chart_points: points a chart needs.
    """

    baseline_months: int = Field(default=24, ge=6, le=120)
    minimum_months: int = Field(default=24, ge=6)
    z: float = Field(default=3.0, ge=2)
    effect: float = Field(default=0.02, ge=0, lt=1)
    smoothing: float = Field(default=0.3, gt=0, le=1)
    minimum_n: int = Field(default=10, ge=1)
    longest_months: int = Field(default=12, ge=1, le=60)
    chart_points: int = Field(default=12, ge=8)

    @model_validator(mode="after")
    def _asks_for_no_more_than_it_looks_at(self) -> Signals:
        if self.minimum_months > self.baseline_months:
            expected = f"no more than baseline_months, which is {self.baseline_months}"
            raise Wrong("minimum_months", self.minimum_months, expected)
        return self

    def limits(self) -> Iterator[tuple[str, float]]:
        """Each threshold by the name under which it is published."""
        for name, value in self.model_dump().items():
            yield f"signal_{name}", float(value)
