"""A form as it is being filled: what stands in its fields, saved at every change.

The fields are the truth while the form is open; the store holds what was saved of
them. `Open` is what this window knows of the store: the revision it may save over.
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import streamlit as st

from dashboard import session_keys
from dashboard.accounts import here
from dashboard.accounts.rights import NotAllowed
from dashboard.assessments import entry
from dashboard.assessments.checks import Problem
from dashboard.assessments.entry import Stale
from dashboard.assessments.forms import Form
from dashboard.assessments.judgement import DeductionEntry, ItemEntry, Judgement
from dashboard.assessments.rubric import Rubric
from dashboard.assessments.transitions import WrongState
from dashboard.database import columns
from dashboard.failures import Failure

SCORE, COMMENT, WHOLE = "score", "comment", "whole"


@dataclass
class Open:
    """One open form of this window."""

    assessment_id: int
    rubric: Rubric
    revision: int
    saved_at: datetime
    deductions: tuple[DeductionEntry, ...]
    # A new one gives the fields new names, so that they take new values.
    generation: int = 0
    stale: Stale | None = None
    problems: tuple[Problem, ...] = ()
    refusal: Failure | None = None
    has_tried: bool = field(default=False)
    # Streamlit starts the next run of a page while the one before is still saving. Who
    # types fast would be told that somebody else had changed the form.
    turn: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def key(self, part: str, item_id: str = "") -> str:
        return session_keys.entry_field(
            self.assessment_id, self.generation, part, item_id
        )

    def judgement(self) -> Judgement:
        """What stands in the fields now."""
        items = {
            item.item_id: ItemEntry(
                _field(self.key(SCORE, item.item_id)),
                _field(self.key(COMMENT, item.item_id)) or "",
            )
            for item in self.rubric.items
        }
        return Judgement(items, self.deductions, _field(self.key(WHOLE)) or "")


def opened(form: Form) -> Open:
    """What this window knows of a form; read anew when its fields are not there."""
    kept = st.session_state.get(session_keys.entry_form(form.assessment_id))
    if isinstance(kept, Open) and kept.key(WHOLE) in st.session_state:
        return kept
    generation = kept.generation + 1 if isinstance(kept, Open) else 0
    return _fill(form, generation)


def keep(window: Open) -> None:
    """Save what stands in the fields; what is in the way is kept to be shown."""
    with window.turn:
        _keep(window)


def _keep(window: Open) -> None:
    window.stale, window.problems, window.refusal = None, (), None
    try:
        window.revision = entry.save(
            here.principal(),
            window.assessment_id,
            window.revision,
            window.judgement(),
        )
        window.saved_at = columns.now()
    except Stale as stale:
        window.stale = stale
    except entry.Impossible as impossible:
        window.problems = impossible.problems
    except (NotAllowed, WrongState) as refusal:
        window.refusal = refusal


def take_mine(window: Open) -> None:
    """Save over what somebody saved in between, having seen it."""
    if window.stale:
        window.revision = window.stale.theirs.revision
        keep(window)


def take_theirs(window: Open) -> None:
    """Give up what stands in the fields for what was saved in between."""
    if window.stale:
        _fill(window.stale.theirs, window.generation + 1)


def forget(assessment_id: int) -> None:
    """Read the form anew the next time it is shown."""
    kept = st.session_state.get(session_keys.entry_form(assessment_id))
    if isinstance(kept, Open):
        st.session_state.pop(kept.key(WHOLE), None)


def saver(window: Open) -> Callable[[], None]:
    return lambda: keep(window)


def _fill(form: Form, generation: int) -> Open:
    window = Open(
        form.assessment_id,
        form.rubric,
        form.revision,
        form.saved_at,
        form.judgement.deductions,
        generation,
    )
    st.session_state[session_keys.entry_form(form.assessment_id)] = window
    for item in form.rubric.items:
        entered = form.judgement.items.get(item.item_id, ItemEntry())
        st.session_state[window.key(SCORE, item.item_id)] = entered.score
        st.session_state[window.key(COMMENT, item.item_id)] = entered.comment
    st.session_state[window.key(WHOLE)] = form.judgement.comment
    return window


def _field(key: str) -> Any:
    return st.session_state.get(key)
