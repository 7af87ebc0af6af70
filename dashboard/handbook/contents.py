"""Which sections the method has, in which order: the same for page and handbook."""

from typing import Any

from dashboard import formats, store
from dashboard.definitions import definitions
from dashboard.drawings import drawn_once
from dashboard.handbook import (
    assessors,
    comparing,
    declared,
    figures,
    firmness,
    honesty,
    limits,
    open_cases,
    ranking,
    scheme,
    signals,
)
from dashboard.handbook.blocks import Section


def schemes() -> dict[str, Any]:
    """Rows of method_schemes by id, the one in force first."""
    return {row.scheme_id: row for row in store.rows("method_schemes")}


@drawn_once
def of_scheme(chosen: Any, *, is_worked: bool = True) -> tuple[Section, ...]:
    """Sections that speak of a scheme; None: there is none to read."""
    scheme_id = chosen.scheme_id if chosen else ""
    return (
        declared.indicators(definitions(scheme_id)),
        scheme.section(chosen, is_worked=is_worked),
        *([scheme.change()] if chosen else []),
    )


@drawn_once
def of_rules() -> tuple[Section, ...]:
    """Sections that hold whatever the scheme; what a publication has none of is out."""
    known = limits.known()
    (publication,) = store.rows("publication")
    is_ranking = not formats.is_missing(publication.ranking_indicator)
    found = (
        ranking.section(known) if is_ranking else None,
        comparing.peer_groups(),
        comparing.case_mix(),
        firmness.section(known),
        open_cases.on_time(),
        open_cases.section(),
        honesty.section(known),
        assessors.section(known),
        signals.section(known),
        figures.intervals(),
        figures.states(known, is_ranking),
        figures.disclosure(known),
        declared.break_marks(),
        declared.sources(),
        limits.section(known),
    )
    return tuple(section for section in found if section)
