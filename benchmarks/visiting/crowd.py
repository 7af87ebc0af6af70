"""Many visitors at once, each at their own pace, and how long each thing took them."""

from __future__ import annotations

import asyncio
import random
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from websockets.exceptions import WebSocketException

from benchmarks.visiting import walk
from benchmarks.visiting.visitor import Visitor, WentWrong, arrive

PATIENCE = 60.0
# How often each is turned away, on average, before all give up.
TRIES = 5

# Every view that was opened, and when it was complete for the first time.
Opened = dict[str, float]


@dataclass(frozen=True)
class Took:
    """Seconds of an action. warm: somebody had opened the view before, as a visitor of
    the same kind and on the same server."""

    page: str
    seconds: float
    warm: bool


@dataclass
class Seen:
    """What every action took, and what went wrong; for how long all was watched, what
    that cost the servers, and how much they sent."""

    took: list[Took] = field(default_factory=list)
    errors: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0
    processor_seconds: float = 0.0
    bytes: int = 0

    @property
    def a_second(self) -> float:
        return len(self.took) / self.seconds


@dataclass(frozen=True)
class Course:
    """warm: seconds before anything is counted; pace: seconds from one action of a
    visitor to the next, 0 for as fast as the answers come; page: all stay on it and
    have it run again, instead of walking."""

    visitors: int
    seconds: float
    pace: float
    warm: float
    page: str | None = None
    seed: int = 1


def watch(
    addresses: list[str],
    tokens: dict[str, list[str]],
    course: Course,
    clock: Callable[[], float],
    opened: Opened | None = None,
) -> Seen:
    """Let visitors walk, dealt evenly to the servers.

    tokens: sessions by role, used in turn. clock: the servers' processor time so far.
    opened: what earlier crowds opened on these servers, and now this one.
    """
    known = {} if opened is None else opened
    return asyncio.run(_Crowd(addresses, tokens, course, clock, known).watched())


class _Crowd:
    def __init__(
        self,
        addresses: list[str],
        tokens: dict[str, list[str]],
        course: Course,
        clock: Callable[[], float],
        opened: Opened,
    ) -> None:
        self.clock = clock
        self.opened = opened
        self.addresses = addresses
        self.tokens = tokens
        self.course = course
        self.walk = walk.declared()
        self.seen = Seen()
        self.counting = False
        self.over = False
        self.inside = 0
        # Nobody walks before all have arrived: else some never would.
        self.everybody = asyncio.Event()

    async def watched(self) -> Seen:
        kinds = self.walk.crowd(self.course.visitors)
        doors = asyncio.Semaphore(8)
        visits = [
            asyncio.create_task(self._visit(number, kind, doors))
            for number, kind in enumerate(kinds)
        ]
        while self.inside < len(visits) and not any(visit.done() for visit in visits):
            if sum(self.seen.errors.values()) > TRIES * len(visits):
                raise SystemExit(f"Visitors cannot get in: {self.seen.errors}")
            await asyncio.sleep(0.05)
        self.everybody.set()
        await asyncio.sleep(self.course.warm)
        self.counting, started, worked = True, time.perf_counter(), self.clock()
        await asyncio.sleep(self.course.seconds)
        self.counting, self.over = False, True
        self.seen.seconds = time.perf_counter() - started
        self.seen.processor_seconds = self.clock() - worked
        await asyncio.gather(*visits)
        return self.seen

    async def _visit(
        self, number: int, kind: walk.Kind, doors: asyncio.Semaphore
    ) -> None:
        """One visitor's whole visit; whoever is thrown out comes back."""
        address = self.addresses[number % len(self.addresses)]
        mine = self.tokens.get(kind.role, [""])
        token = mine[number % len(mine)]
        chance = random.Random(self.course.seed * 100_000 + number)
        is_inside = False
        while not self.over:
            try:
                async with doors:
                    visitor = await arrive(address, token)
                self._note(visitor, kind, time.perf_counter())
                if not is_inside:
                    self.inside += 1
                    is_inside = True
                async with visitor.connection:
                    await self.everybody.wait()
                    await self._stay(visitor, kind, chance)
            except (WentWrong, WebSocketException, OSError, TimeoutError) as problem:
                self.seen.errors[f"{type(problem).__name__}: {problem}"[:200]] += 1
                await asyncio.sleep(1)

    async def _stay(
        self, visitor: Visitor, kind: walk.Kind, chance: random.Random
    ) -> None:
        here, before = kind.arrives, list[str]()
        pace = self.course.pace
        due = time.perf_counter() + chance.random() * pace
        while not self.over:
            await asyncio.sleep(max(0.0, due - time.perf_counter()))
            if self.over:
                break
            # A visitor who had to wait for an answer acts as soon as it is there.
            due = max(due, time.perf_counter() - pace) + pace
            had, started = visitor.bytes, time.perf_counter()
            async with asyncio.timeout(PATIENCE):
                here, took = await self._act(visitor, kind, chance, here, before)
            warm = self._note(visitor, kind, started)
            # What ends meanwhile counts, whenever it began: else long waits would not.
            if self.counting:
                self.seen.took.append(Took(here, took, warm))
                self.seen.bytes += visitor.bytes - had

    def _note(self, visitor: Visitor, kind: walk.Kind, started: float) -> bool:
        """Note what a visitor has before them; whether it had been opened by then."""
        view = f"{visitor.address} {kind.role} {visitor.view()}"
        return self.opened.setdefault(view, time.perf_counter()) <= started

    async def _act(
        self,
        visitor: Visitor,
        kind: walk.Kind,
        chance: random.Random,
        here: str,
        before: list[str],
    ) -> tuple[str, float]:
        """One action of somebody on a page; returns the page then shown, and the
        seconds it took."""
        if self.course.page is not None:
            return self.course.page, await visitor.open(self.course.page)
        step = kind.step(chance)
        if step == "control":
            key = self.walk.control(list(visitor.controls), chance)
            if key is not None and len(visitor.controls[key].options) > 1:
                control = visitor.controls[key]
                option = walk.option(len(control.options), control.chosen, chance)
                return here, await visitor.choose(key, option)
        if step == "back" and before:
            page = before.pop()
        else:
            before.append(here)
            page = kind.page(chance, here)
        return page, await visitor.open("" if page == kind.arrives else page)
