"""The clock of a source: which columns it may name, and what it does without."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from pipelines.declarations.source import Source


def _source(clock: dict[str, str], *more: str) -> Source:
    stamps = {name: {"kind": "timestamp"} for name in ("accepted_at", "closed_at")}
    kinds = {"due_at": "timestamp", "promised_days": "integer"}
    named = {name: {"kind": kinds[name]} for name in more}
    given: dict[str, Any] = {
        "source": "cases",
        "name": {"en": "Cases"},
        "key": ["case_id"],
        "dated_by": "accepted_at",
        "columns": {"case_id": {}, **stamps, **named},
        "clock": clock,
    }
    return Source.model_validate(given)


def test_limits_that_no_column_gives_are_none() -> None:
    clock = _source({"deadline": "due_at"}, "due_at").clock
    assert clock is not None
    assert (clock.promised, clock.legal, clock.unit) == (None, None, None)


def test_a_limit_whose_column_is_declared_holds_without_being_named() -> None:
    clock = _source({}, "promised_days").clock
    assert clock is not None
    assert (clock.promised, clock.legal) == ("promised_days", None)


@pytest.mark.parametrize("key", ["deadline", "promised", "start", "paused_days"])
def test_a_clock_that_names_a_column_of_nobody_is_refused(key: str) -> None:
    with pytest.raises(ValidationError, match=rf"clock\.{key} is 'due'"):
        _source({key: "due"})
