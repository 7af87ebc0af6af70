"""The states of an assessment: every one has an owner, is reached, and is drawn."""

from pathlib import Path

import pytest

from dashboard.assessments import state_diagram, transitions
from dashboard.assessments.transitions import (
    NEEDS,
    OWNERS,
    TRANSITIONS,
    Event,
    Owner,
    State,
)

DOCUMENT = Path(__file__).parents[3] / "docs" / "assessments.md"


def test_every_state_has_an_owner() -> None:
    assert set(OWNERS) == set(State)


def test_every_state_is_reached_from_nothing() -> None:
    reached: set[State | None] = {None}
    while (
        more := {
            target for (origin, _), target in TRANSITIONS.items() if origin in reached
        }
        - reached
    ):
        reached |= more
    assert reached == {None, *State}


def test_every_event_happens_somewhere_and_needs_a_right() -> None:
    assert {event for _, event in TRANSITIONS} == set(Event) == set(NEEDS)


def test_only_what_is_on_record_has_no_way_on() -> None:
    left = {origin for origin, _ in TRANSITIONS}
    for state, owner in OWNERS.items():
        assert (state in left) == (owner != Owner.RECORD), state


def test_nothing_is_saved_into_what_was_submitted() -> None:
    saved = {origin for origin, event in TRANSITIONS if event == Event.SAVE}
    assert saved == {State.DRAFT, State.RETURNED} == transitions.OPEN_STATES


def test_every_way_back_from_a_submission_needs_a_reason() -> None:
    back = {
        event
        for (origin, event), target in TRANSITIONS.items()
        if origin in transitions.SCORED_STATES and target in transitions.OPEN_STATES
    }
    assert back == {Event.WITHDRAW, Event.RETURN, Event.REOPEN}
    assert back < transitions.WITH_REASON


def test_the_next_state_is_told_or_refused() -> None:
    assert transitions.next_state("submitted", Event.APPROVE) == State.APPROVED
    assert transitions.next_state(None, Event.OPEN) == State.DRAFT
    assert not transitions.can_follow(State.PUBLISHED, Event.REOPEN)
    with pytest.raises(transitions.WrongState):
        transitions.next_state(State.PUBLISHED, Event.REOPEN)


def test_the_diagram_in_the_document_is_current() -> None:
    text = DOCUMENT.read_text(encoding="utf-8")
    assert state_diagram.drawn(text) == text, "run python -m tools.draw_states"


def test_the_diagram_shows_every_step() -> None:
    drawn = state_diagram.drawn(f"{state_diagram.BEGIN}{state_diagram.END}")
    assert "[*] --> draft: open" in drawn
    assert "approved --> returned: reopen" in drawn
    assert drawn.count("-->") - 2 == len(TRANSITIONS)  # two end the markers


def test_a_document_without_markers_is_refused() -> None:
    with pytest.raises(state_diagram.NoPlace):
        state_diagram.drawn("# Assessments")
