"""What is asked of one typed table: the aggregates and histograms of one scan of it."""

from __future__ import annotations

from dataclasses import dataclass, field

FINEST = ("city_id", "department_id", "item_id", "channel")
SUBJECT = "subject_id"
ORGAN = ("city_id", "department_id")
ACCEPTED = "accepted_on"  # every clock adds it


@dataclass(frozen=True)
class Part:
    """What one source gives to one indicator: aggregate columns of its scan."""

    indicator_id: str
    period_by: str
    numerator: str
    denominator: str
    n: str
    squares: str


@dataclass(frozen=True)
class Histogram:
    """How often each whole number occurs, for quantiles."""

    name: str
    period_by: str
    level: str
    where: str


@dataclass
class Scan:
    """All that is asked of one typed table.

    `follows_day`: some expression computes with as_of instead of comparing a date to
    it, so that every month may change when as_of does. `survivals` are histograms of
    what is over, by indicators that count what is not over as well. `has_clock`: rows
    are cases of an organ, which are open for a while.
    """

    source: str
    grain: tuple[str, ...]
    aggregates: dict[str, str] = field(default_factory=dict)
    parts: list[Part] = field(default_factory=list)
    histograms: dict[tuple[str, str, str], Histogram] = field(default_factory=dict)
    quantiles: dict[str, Histogram] = field(default_factory=dict)
    survivals: dict[str, Histogram] = field(default_factory=dict)
    follows_day: bool = False
    has_clock: bool = False

    @property
    def by_subject(self) -> bool:
        """Whether rows name their subject themselves and nothing is rolled up."""
        return self.grain == (SUBJECT,)

    @property
    def period_columns(self) -> list[str]:
        """The date columns that place rows in months."""
        found = {part.period_by for part in self.parts}
        found |= {h.period_by for h in self.histograms.values()}
        return sorted(found | ({ACCEPTED} if self.has_clock else set()))

    @property
    def part_columns(self) -> list[str]:
        """Those by which aggregates are kept; histograms have months of their own."""
        return sorted({part.period_by for part in self.parts})

    @property
    def who(self) -> tuple[str, ...]:
        """The columns that name the finest subject."""
        return (SUBJECT,) if self.by_subject else ORGAN

    def aggregate(self, sql: str) -> str:
        """The name under which an aggregate is computed, once."""
        return self.aggregates.setdefault(sql, f"a{len(self.aggregates)}")
