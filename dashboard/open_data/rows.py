"""What the answers are in JSON: a page of rows, and the rows of every route.

Missing is null and never 0. Shares are 0 to 1, scores 0 to 100, durations whole working
days. The meaning of every column: pipelines/publish/schema.sql.
"""

from datetime import UTC, date, datetime
from typing import Annotated, Generic, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from dashboard.open_data.filters import Kind, PeriodKind, State

_STATE = (
    "`ok`: value is final. `provisional`: value may change, its period or calendar is "
    "not final. `withheld`: rests on too few rows to be shown, or would tell one that "
    "does; value, n, numerator and denominator are null. `no_data`: nothing to "
    "measure. `not_reached`: too few cases are over; value is more than `more_than`."
)
_N = "Rows (ratings, cases) it rests on; null where that is withheld or unknown."


class Row(BaseModel):
    """One row; what is not told here is not in it."""

    model_config = ConfigDict(extra="forbid")


RowT = TypeVar("RowT", bound=Row)


class Page(BaseModel, Generic[RowT]):
    """Rows of the publication `version`, from row `offset` on."""

    version: str = Field(examples=["20261031-630f507a66"])
    as_of: date = Field(description="The day the figures are of.")
    language: str = Field(description="Language of names and definitions.")
    total: int = Field(description="How many rows the filters let through.")
    offset: int
    rows: list[RowT]
    next: str | None = Field(
        description="Query string of the next page; null on the last one. Also in the "
        "header Link.",
        examples=["?kind=city&limit=10&offset=10"],
    )


class Publication(Row):
    """What is published now."""

    version: str = Field(examples=["20261031-630f507a66"])
    as_of: date
    # The file has UTC without saying so.
    published_at: Annotated[
        datetime, AfterValidator(lambda moment: moment.replace(tzinfo=UTC))
    ]
    workspace_name: str = Field(examples=["黑龙江省"])
    languages: list[str] = Field(description="The first one is the default.")
    latest_period: date | None = Field(description="The latest complete quarter.")
    completeness: float | None = Field(
        description="Rows loaded over rows read, less duplicates and superseded ones."
    )
    ranking_indicator: str | None = Field(description="What the ranking goes by.")
    headline: list[str] = Field(description="Indicators to show first.")
    code_version: str
    input_hash: str
    withheld_below: int | None = Field(description="Fewer rows are never shown.")
    not_ranked_below: int | None = Field(description="Fewer ratings are not ranked.")


class Period(Row):
    """A period that has observations."""

    period_kind: PeriodKind
    period: date = Field(description="Its first day.")
    period_end: date
    is_complete: bool
    is_provisional: bool
    previous_period: date | None


class Subject(Row):
    """What is evaluated."""

    subject_id: str = Field(examples=["city:230100", "department:gaj", "all"])
    kind: Kind
    city_id: str | None
    department_id: str | None
    name: str
    short_name: str
    peer_group: str
    peer_group_name: str | None
    ranked: bool = Field(description="False: shown, never ranked.")


class Indicator(Row):
    """What is measured."""

    indicator_id: str = Field(examples=["on_time_rate"])
    name: str
    short_name: str
    definition: str
    pillar: str
    source: str
    source_name: str | None
    kind: str = Field(examples=["ratio"])
    unit: str = Field(examples=["share"])
    higher_is_better: bool | None = Field(description="null: neither.")
    formula: str
    period_by: str
    minimum_n: int = Field(description="Below it an observation is withheld.")
    reference: str | None


class Observation(Row):
    """An indicator of a subject in a period."""

    indicator_id: str
    indicator_name: str
    unit: str
    subject_id: str
    subject_kind: Kind
    subject_name: str
    period_kind: PeriodKind
    period: date
    state: State = Field(description=_STATE)
    value: float | None = Field(description="null unless state is ok or provisional.")
    low: float | None = Field(description="95% interval, in the unit of value.")
    high: float | None
    n: int | None = Field(description=_N)
    numerator: float | None
    denominator: float | None
    more_than: float | None
    previous_value: float | None
    change: float | None
    peer_median: float | None


class PillarOfScorecard(Row):
    """A pillar's part of a score."""

    pillar: str
    pillar_name: str
    parent: str | None
    score: float
    weight: float
    contribution: float


class IndicatorOfScorecard(Row):
    """An indicator's part of a score."""

    indicator_id: str
    indicator_name: str
    pillar: str
    value: float | None
    n: int | None = Field(description=_N)
    state: State
    score: float
    weight: float
    contribution: float


class Scorecard(Row):
    """A subject's score in a period, with what makes it."""

    subject_id: str
    subject_kind: Kind
    subject_name: str
    scheme_id: str
    scheme_name: str
    period_kind: PeriodKind
    period: date
    state: str = Field(description="ok, provisional, insufficient or no_data.")
    score: float | None
    low: float | None
    high: float | None
    band: str | None
    band_name: str | None
    coverage: float = Field(description="Share of the scheme's weight that is there.")
    rank: int | None
    rank_low: int | None
    rank_high: int | None
    tier: int | None
    peers: int | None
    n: int | None = Field(description=_N)
    previous_score: float | None
    previous_rank: int | None
    base_score: float | None
    adjustment: float | None
    grade: str | None
    pillars: list[PillarOfScorecard]
    indicators: list[IndicatorOfScorecard]


class Ranked(Row):
    """A subject in the satisfaction ranking of a period."""

    subject_id: str
    subject_name: str
    kind: Kind
    peer_group: str
    peer_group_name: str | None
    period_kind: PeriodKind
    period: date
    indicator_id: str | None
    state: str = Field(description="ranked, listed, withheld or no_data.")
    n: int | None = Field(description=_N)
    share: float | None
    low: float | None
    high: float | None
    adjusted: float | None = Field(description="What the order goes by.")
    order_by: str | None
    drawn_to: str | None
    reliability: float | None
    rank: int | None = Field(description="1 is best; ties share the best rank.")
    rank_low: int | None = Field(description="95%: the place may lie from here ...")
    rank_high: int | None = Field(description="... to here.")
    tier: int | None = Field(description="No two of one tier can be told apart.")
    expected_rank: float | None
    peers: int | None
    set_low: int | None
    set_high: int | None
    best: int | None
    could_be_best: bool | None
    differs: str | None
    group_rank: int | None
    group_rank_low: int | None
    group_rank_high: int | None
    group_tier: int | None
    group_peers: int | None
