"""The clock against a slow, obvious one that walks from day to day."""

import csv
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.pipelines.validate.case_rows import cases, clock_world, pauses
from tests.pipelines.worlds import PROJECT

DAY = timedelta(days=1)
LAST = date(2027, 12, 31)
with (PROJECT / "data/reference/calendar.csv").open(encoding="utf-8") as lines:
    WORKED = {
        date.fromisoformat(row["date"]): row["is_workday"] == "true"
        for row in csv.DictReader(lines)
    }


@dataclass(frozen=True)
class Case:
    """A case and its special procedures."""

    accepted: date
    closed: date | None
    promised: int
    legal: int
    natural: bool
    paused_days: int
    stops: tuple[tuple[date, date | None], ...]
    extra: int

    def stands_still(self, day: date, setting: str) -> bool:
        """Whether a day lies in some pause; one without an end ends with the case."""
        for first, last in self.stops:
            begins = first if setting in ("both", "first") else first + DAY
            ends = self.closed or LAST
            if last is not None:
                ends = last if setting in ("both", "last") else last - DAY
            if begins <= day <= ends:
                return True
        return False

    def due(self, limit: int, setting: str) -> date | None:
        """Walk until so many days were counted, then to a day that is worked."""
        day, left = self.accepted, limit + self.paused_days + self.extra
        rolls = self.natural or left == 0
        while left:
            day += DAY
            if day > LAST:
                return None
            still = self.stands_still(day, setting)
            left -= (self.natural or WORKED[day]) and not still
        while rolls and not WORKED[day]:
            day += DAY
            if day > LAST:
                return None
        return day

    def elapsed(self, setting: str) -> int | None:
        """Working days after acceptance, up to closing, that did not stand still."""
        if self.closed is None:
            return None
        day, count = self.accepted, -self.paused_days
        while day < self.closed:
            day += DAY
            count += WORKED[day] and not self.stands_still(day, setting)
        return max(count, 0)


DAYS = st.dates(date(2025, 9, 1), date(2026, 11, 30))


@st.composite
def case(draw: Callable[..., date]) -> Case:
    accepted = draw(DAYS)
    near = st.integers(-10, 40).map(lambda n: accepted + n * DAY)

    def stop(first: date) -> st.SearchStrategy[tuple[date, date | None]]:
        last = st.none() | st.integers(0, 15).map(lambda n: first + n * DAY)
        return last.map(lambda end: (first, end))

    stops = draw(st.lists(near.flatmap(stop), max_size=4))
    return Case(
        accepted,
        draw(st.none() | st.integers(0, 60).map(lambda n: accepted + n * DAY)),
        draw(st.integers(0, 20)),
        draw(st.integers(0, 45)),
        draw(st.booleans()),
        draw(st.sampled_from([0, 0, 0, 2])),
        tuple(dict(stops).items()),  # a pause's first day is part of its key
        draw(st.sampled_from([0, 0, 5])),
    )


@pytest.mark.parametrize("setting", ["both", "first", "last", "neither"])
@settings(
    max_examples=3,
    deadline=None,
    phases=[Phase.generate],  # a failing case says enough as it is
    suppress_health_check=list(HealthCheck),
)
@given(drawn=st.lists(case(), min_size=60, max_size=60))
def test_every_clock_agrees_with_one_that_walks(
    setting: str, drawn: list[Case]
) -> None:
    rows, stops = [], []
    for n, c in enumerate(drawn):
        unit = "natural" if c.natural else "working"
        rows.append(
            f"c{n:02},{c.accepted},{c.closed or ''},{c.promised},{c.legal},{unit},"
            f"{c.paused_days}"
        )
        stops += [f"c{n:02},2,{first},{last or ''}" for first, last in c.stops]
        if c.extra:
            stops.append(f"c{n:02},1,{c.accepted},,{c.extra}")
    with tempfile.TemporaryDirectory() as folder:
        world = clock_world(Path(folder) / "data")
        world.edit("workspace.toml", "as_of ", f'pause_days = "{setting}"\nas_of ')
        world.give("cases", "a.csv", cases(*rows))
        world.load()
        world.give("case_pauses", "a.csv", pauses(*stops))
        world.load()
        found = world.typed("cases", "case_id, due_on, legal_due_on, elapsed_days")
    for (_, *clock), c in zip(found, drawn, strict=True):
        walked = [c.due(c.promised, setting), c.due(c.legal, setting)]
        assert clock == [*walked, c.elapsed(setting)], c
