"""A form that is saved at every change, however fast the changes come."""

import threading
import time

import pytest

from dashboard.accounts import here
from dashboard.accounts.principal import NOBODY
from dashboard.assessments import entry
from dashboard.assessments.judgement import Judgement
from dashboard.database import columns
from dashboard.entering import saving
from dashboard.entering.saving import Open
from tests.dashboard.assessments import world


class Store:
    """Saves slowly, one after the other, and only over the revision that stands."""

    def __init__(self) -> None:
        self.revision = 1
        self.refused = 0
        self.lock = threading.Lock()

    def save(
        self, _reader: object, _number: int, revision: int, _judgement: Judgement
    ) -> int:
        with self.lock:
            time.sleep(0.05)
            if revision == self.revision:
                self.revision += 1
            else:
                self.refused += 1
            return self.revision


def test_who_types_faster_than_a_save_is_in_nobodys_way(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    store = Store()
    monkeypatch.setattr(entry, "save", store.save)
    monkeypatch.setattr(here, "principal", lambda: NOBODY)
    window = Open(1, world.rubric("expert"), 1, columns.now(), ())
    # The next run of the page begins while the one before is saving.
    runs = [threading.Thread(target=saving.keep, args=(window,)) for _ in range(6)]
    for run in runs:
        run.start()
    for run in runs:
        run.join()
    assert (window.revision, store.revision, store.refused) == (7, 7, 0)
