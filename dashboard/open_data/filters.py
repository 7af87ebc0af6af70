"""What may be asked for: the filters of each route, by name, type and bound.

A name that is not here, or a value that cannot be, is refused (problems.py). Whether a
subject or a period is in the file only the file can say (reading.py).
"""

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Format = Literal["json", "csv", "parquet"]
Kind = Literal["all", "city", "department", "organ"]
RankedKind = Literal["city", "department"]
PeriodKind = Literal["month", "quarter", "year", "rolling12"]
State = Literal["ok", "withheld", "no_data", "provisional", "not_reached"]

# In JSON, unless a reader asks for another number of rows.
ROWS_AT_ONCE = 1_000
MOST_ROWS = 10_000
_Id = Annotated[str, Field(max_length=100)]
_Ids = Annotated[list[_Id] | None, Field(max_length=50)]


class Nothing(BaseModel):
    """No filter at all."""

    model_config = ConfigDict(extra="forbid")


class Asked(Nothing):
    """What every route takes."""

    format: Format = Field("json", description="How the answer is written.")
    language: Annotated[str, Field(max_length=20)] | None = Field(
        None,
        description="Language of names and definitions, one of the publication's "
        "`languages`; its first one unless told.",
        examples=["zh", "en"],
    )


class Paged(Asked):
    """What routes take that answer with many rows."""

    limit: int | None = Field(
        None,
        ge=1,
        le=MOST_ROWS,
        description=f"How many rows at most. Unless told {ROWS_AT_ONCE:,} in JSON, and "
        "all of them in CSV and Parquet.",
    )
    offset: int = Field(0, ge=0, le=10**9, description="How many rows to pass over.")


class PeriodFilters(Paged):
    """Which kind of period."""

    period_kind: PeriodKind | None = Field(
        None, description="The grain: month, quarter, year or twelve months."
    )


class SubjectFilters(Paged):
    """Which subjects."""

    kind: Kind | None = Field(None, description="Of which kind.")
    subject_id: _Ids = Field(None, description="May be given again.")
    peer_group: _Id | None = Field(None, description="The declared peer group.")


class IndicatorFilters(Paged):
    """Which indicators."""

    indicator_id: _Ids = Field(None, description="May be given again.")
    pillar: _Id | None = Field(None, description="The pillar they belong to.")


class ScorecardFilters(PeriodFilters):
    """Scorecards of which periods."""

    period: date | None = Field(
        None, description="The period's first day.", examples=["2026-07-01"]
    )


class ObservationFilters(ScorecardFilters):
    """Which figures."""

    indicator_id: _Ids = Field(None, description="May be given again.")
    subject_id: _Ids = Field(None, description="May be given again.")
    kind: Kind | None = Field(None, description="Kind of subject.")
    period_from: date | None = Field(
        None, description="Periods that begin on this day or later."
    )
    period_to: date | None = Field(
        None, description="Periods that begin on this day or earlier."
    )
    state: State | None = Field(None, description="In which state.")


class RankingFilters(ScorecardFilters):
    """Which ranking."""

    kind: RankedKind | None = Field(None, description="Of cities or of departments.")
    peer_group: _Id | None = Field(None, description="The declared peer group.")
