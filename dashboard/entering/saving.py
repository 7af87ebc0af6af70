"""A form as it is being filled: what stands in its fields, saved at every change.

The fields are the truth while the form is open; the store holds what was saved of
them. `Open` is what this window knows of the store: the revision it may save over.

A server may end while somebody types. Their browser then comes to another one and
brings along what stands in its fields. So fields begin with what was saved, are never
overwritten with it, and where the two differ, the reader is asked.
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
from dashboard.assessments.judgement import (
    DeductionEntry,
    ItemEntry,
    Judgement,
    tidied,
)
from dashboard.assessments.rubric import Rubric
from dashboard.assessments.transitions import WrongState
from dashboard.database import columns
from dashboard.database.engine import StoreUnreachable
from dashboard.failures import Failure

SCORE, COMMENT, WHOLE = "score", "comment", "whole"


class Unsaved(Stale):
    """What stands in the fields was never saved: the connection or the store went."""

    key = "entry.unsaved"


@dataclass
class Open:
    """One open form of this window."""

    assessment_id: int
    rubric: Rubric
    revision: int
    saved_at: datetime
    deductions: tuple[DeductionEntry, ...]
    # With what the fields begin.
    begun: Judgement = field(default_factory=Judgement)
    # A new one gives the fields new names, so that they take new values.
    generation: int = 0
    stale: Stale | None = None
    problems: tuple[Problem, ...] = ()
    refusal: Failure | None = None
    # What could not be saved because the store was away: nothing shows the fields then,
    # and Streamlit forgets what stood in them.
    unsaved: Judgement | None = None
    is_compared: bool = False
    has_tried: bool = field(default=False)
    # Streamlit starts the next run of a page while the one before is still saving. Who
    # types fast would be told that somebody else had changed the form.
    turn: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def key(self, part: str, item_id: str = "") -> str:
        return session_keys.entry_field(
            self.assessment_id, self.generation, part, item_id
        )

    def entered(self, item_id: str) -> ItemEntry:
        """With what the fields of an item begin."""
        return self.begun.items.get(item_id, ItemEntry())

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
    if not isinstance(kept, Open):
        return _fill(form, 0)
    window = _fill(form, kept.generation + 1)
    if kept.unsaved:
        window.begun, window.deductions = kept.unsaved, kept.unsaved.deductions
    return window


def compare(window: Open, form: Form) -> None:
    """Hold fields that were just drawn against what was saved; once a window."""
    if not window.is_compared:
        window.is_compared = True
        mine = tidied(window.judgement())
        if mine != tidied(form.judgement):
            window.stale = Unsaved(mine, form)


def keep(window: Open) -> None:
    """Save what stands in the fields; what is in the way is kept to be shown."""
    with window.turn:
        _keep(window)


def _keep(window: Open) -> None:
    window.stale, window.problems, window.refusal = None, (), None
    window.unsaved = None
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
    except StoreUnreachable as refusal:
        window.refusal, window.unsaved = refusal, window.judgement()


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
        form.judgement,
        generation,
    )
    st.session_state[session_keys.entry_form(form.assessment_id)] = window
    return window


def _field(key: str) -> Any:
    return st.session_state.get(key)
