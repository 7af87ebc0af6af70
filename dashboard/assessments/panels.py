"""Panels: who judges which subject, drawn at random, balanced and overlapping. Pure.

To tell a strict assessor from a weak subject, every two assessors must be joined
through subjects that others judge too (docs/assessments.md says why). So the draw goes
by five demands, and says which it cannot meet:

- every subject has as many assessors as asked, none of whom is barred from it;
- nobody has more than one subject more than anybody else;
- everybody has at least four subjects;
- of these, at least two lie outside the panel one sits in most often;
- all are connected.

The same seed gives the same panels.
"""

from collections import Counter, deque
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from random import Random

AT_LEAST = 4
SHARED = 2
# How often another draw is tried after one that falls short, and how many exchanges
# in a row may better nothing before it is given up.
_DRAWS, _EXCHANGES = 4, 120

# Assessor to subjects.
Loads = dict[int, set[int]]


@dataclass(frozen=True)
class Shortfall:
    """A demand that is not met; `key` of the catalogue, and whom it is about."""

    key: str
    subjects: tuple[int, ...] = ()
    assessors: tuple[int, ...] = ()
    n: int = 0


@dataclass(frozen=True)
class Drawn:
    """Panels: (assessor, subject) pairs, and how well they meet the demands."""

    pairs: tuple[tuple[int, int], ...]
    loads: Mapping[int, int]
    # Subjects of each assessor outside the panel they sit in most often.
    shared: Mapping[int, int]
    parts: int
    shortfalls: tuple[Shortfall, ...]
    seed: int

    @property
    def is_possible(self) -> bool:
        """Whether there is something to confirm at all."""
        return bool(self.pairs)


def draw(
    subjects: Collection[int],
    assessors: Collection[int],
    per_subject: int,
    seed: int,
    barred: Collection[tuple[int, int]] = (),
) -> Drawn:
    """Draw panels. `barred` holds (assessor, subject) pairs that must not be."""
    places, people = sorted(set(subjects)), sorted(set(assessors))
    not_allowed = frozenset(barred)
    may = {s: [a for a in people if (a, s) not in not_allowed] for s in places}
    lacking = tuple(s for s in places if len(may[s]) < per_subject)
    if not places or not people or per_subject < 1 or lacking:
        short = Shortfall("panels.too_few", lacking, n=per_subject)
        return Drawn((), {}, {}, 0, (short,), seed)
    best: Drawn | None = None
    for attempt in range(_DRAWS):
        # Text, because a tuple is not a seed that every process reads alike.
        random = Random(f"{seed}/{attempt}")
        loads = _dealt(places, people, may, per_subject, random)
        _level(loads, may)
        _mix(loads, not_allowed, random)
        found = _told(loads, places, per_subject, seed)
        if best is None or len(found.shortfalls) < len(best.shortfalls):
            best = found
        if not found.shortfalls:
            break
    assert best is not None
    return best


def _dealt(
    places: Sequence[int],
    people: Sequence[int],
    may: Mapping[int, Sequence[int]],
    per_subject: int,
    random: Random,
) -> Loads:
    """Deal every subject to those who have least so far, in an order of chance."""
    loads: Loads = {a: set() for a in people}
    order = list(places)
    random.shuffle(order)
    # Who has few to choose from chooses first.
    for subject in sorted(order, key=lambda s: len(may[s])):
        chance = {a: random.random() for a in may[subject]}
        first = sorted(may[subject], key=lambda a: (len(loads[a]), chance[a]))
        for assessor in first[:per_subject]:
            loads[assessor].add(subject)
    return loads


def _level(loads: Loads, may: Mapping[int, Sequence[int]]) -> None:
    """Hand subjects on until nobody could have a fairer load.

    A subject may have to pass through several hands. If no chain of hands leads from
    somebody to one who has two fewer, no other deal is more even: the chains are those
    of a flow of least cost.
    """
    moved = True
    while moved:
        moved = False
        for giver in sorted(loads, key=lambda a: (-len(loads[a]), a)):
            chain = _chain(loads, may, giver)
            if chain:
                for (left, subject), (right, _) in pairwise(chain):
                    loads[left].discard(subject)
                    loads[right].add(subject)
                moved = True
                break


def _chain(
    loads: Loads, may: Mapping[int, Sequence[int]], giver: int
) -> list[tuple[int, int]]:
    """(assessor, subject handed on) down to one with two fewer; empty: none."""
    came: dict[int, tuple[int, int]] = {}
    waiting, seen = deque([giver]), {giver}
    while waiting:
        here = waiting.popleft()
        if len(loads[here]) <= len(loads[giver]) - 2:
            chain = [(here, -1)]
            while chain[-1][0] != giver:
                chain.append(came[chain[-1][0]])
            return chain[::-1]
        for subject in sorted(loads[here]):
            for other in may[subject]:
                if other not in seen and subject not in loads[other]:
                    seen.add(other)
                    came[other] = (here, subject)
                    waiting.append(other)
    return []


def _mix(loads: Loads, barred: Collection[tuple[int, int]], random: Random) -> None:
    """Exchange subjects between assessors until all are connected and overlap.

    An exchange leaves every load and every panel's size as it was.
    """
    lacks = _lacks(loads)
    people = sorted(loads)
    in_vain = 0
    while lacks != (0, 0) and len(people) > 1 and in_vain < _EXCHANGES:
        in_vain += 1
        one, two = random.sample(people, 2)
        mine = sorted(loads[one] - loads[two])
        theirs = sorted(loads[two] - loads[one])
        if not mine or not theirs:
            continue
        give, take = random.choice(mine), random.choice(theirs)
        if (two, give) in barred or (one, take) in barred:
            continue
        _exchange(loads, one, two, give, take)
        now = _lacks(loads)
        if now <= lacks:
            in_vain = 0 if now < lacks else in_vain
            lacks = now
        else:
            _exchange(loads, one, two, take, give)


def _exchange(loads: Loads, one: int, two: int, give: int, take: int) -> None:
    loads[one] ^= {give, take}
    loads[two] ^= {give, take}


def _lacks(loads: Loads) -> tuple[int, int]:
    """Parts too many, and shared subjects that are missing over all assessors."""
    shared = _shared(loads)
    return len(_parts(loads)) - 1, sum(max(0, SHARED - n) for n in shared.values())


def _shared(loads: Loads) -> dict[int, int]:
    """Of each assessor, subjects outside the panel they sit in most often.

    Where there is one panel only, it holds everybody and nothing is outside it: then
    all of its subjects are shared by all.
    """
    panels = _panels(loads)
    whole = set(panels.values()) == {frozenset(loads)}
    found = {}
    for assessor, held in loads.items():
        sat = Counter(panels[subject] for subject in held)
        most = 0 if whole else max(sat.values(), default=0)
        found[assessor] = len(held) - most
    return found


def _panels(loads: Loads) -> dict[int, frozenset[int]]:
    subjects = {subject for held in loads.values() for subject in held}
    return {s: frozenset(a for a in loads if s in loads[a]) for s in sorted(subjects)}


def _parts(loads: Loads) -> list[set[int]]:
    """Groups of assessors that share no subject with each other."""
    parts: list[tuple[set[int], set[int]]] = []
    for assessor in sorted(loads):
        people, held = {assessor}, set(loads[assessor])
        apart = []
        for part in parts:
            if part[1] & held:
                people |= part[0]
                held |= part[1]
            else:
                apart.append(part)
        parts = [*apart, (people, held)]
    return [people for people, _ in parts]


def _told(loads: Loads, places: Sequence[int], per_subject: int, seed: int) -> Drawn:
    sizes = {a: len(held) for a, held in loads.items()}
    shared, parts = _shared(loads), _parts(loads)
    shortfalls = []
    if max(sizes.values()) - min(sizes.values()) > 1:
        low = tuple(a for a, n in sizes.items() if n < max(sizes.values()) - 1)
        shortfalls.append(Shortfall("panels.uneven", assessors=low))
    if few := tuple(a for a, n in sizes.items() if n < AT_LEAST):
        enough = len(places) * per_subject // AT_LEAST
        shortfalls.append(Shortfall("panels.few_subjects", assessors=few, n=enough))
    if len(parts) > 1:
        shortfalls.append(Shortfall("panels.apart", n=len(parts)))
    if alone := tuple(a for a, n in shared.items() if n < SHARED):
        shortfalls.append(Shortfall("panels.little_shared", assessors=alone))
    pairs = sorted((a, s) for a, held in loads.items() for s in held)
    return Drawn(tuple(pairs), sizes, shared, len(parts), tuple(shortfalls), seed)
