"""Every table of the assessment store; importing this package knows them all."""

from dashboard.database.models import (
    accounts,
    adjustments,
    appeals,
    assessments,
    audit,
    ballots,
    cycles,
    people,
    publicity,
    signals,
)

__all__ = [
    "accounts",
    "adjustments",
    "appeals",
    "assessments",
    "audit",
    "ballots",
    "cycles",
    "people",
    "publicity",
    "signals",
]
