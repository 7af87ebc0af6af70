"""Visitors who walk through real pages of a real server, without browsers.

Leaders sign in at the form, citizens do not; each opens pages, chooses periods,
departments and cities, and goes back (visiting/walk.toml says how often). What is
measured is the time from what a visitor does to the last message of the run it causes.
Alone, a visitor acts every quarter of a second; of many, each acts every five. Then as
many as the server can: twenty who wait for nothing have the page they arrived on, the
overview or the ranking, run again and again, in production and with Streamlit's default
settings. The reference is a page of one line under the same visitors.

A rerun is warm when somebody had opened its view before, and cold when nobody had.

Visitors and server share this machine.
"""

from __future__ import annotations

import statistics
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks import signed_in, workspace
from benchmarks.visiting import crowd, servers
from benchmarks.visiting.crowd import Course, Opened, Seen
from benchmarks.visiting.servers import Server
from dashboard.accounts import directory
from dashboard.accounts.principal import Role

PACE = 5.0
PACE_ALONE = 0.25
GREEDY = 20
PASSWORD = "every five seconds"

Line = tuple[str, float, str, float | None]
# What a crowd saw, and the megabytes that the servers held at most.
Measured = tuple[Seen, float]


def measure(
    visitors: Sequence[int] = (1, 300), seconds: float = 60.0, processes: int = 1
) -> Iterator[Line]:
    """Milliseconds, reruns a second, errors, memory; see the module."""
    yield from _one_line(seconds)
    with workspace.published(), signed_in.store():
        directory.add(None, "leader", Role.LEADER, password=PASSWORD)
        with servers.started(processes) as open_servers:
            opened: Opened = {}
            tokens = _tokens(open_servers[0], max(*visitors, GREEDY))
            for many in visitors:
                pace = PACE_ALONE if many == 1 else PACE
                # What somebody sees first takes longer; most see what others saw.
                course = Course(many, seconds, pace, warm=2 * seconds)
                yield from _told(
                    f"visitors_{many}", _walked(open_servers, tokens, course, opened)
                )
            greedy = Course(GREEDY, seconds, 0, warm=5, page="")
            production = _walked(open_servers, tokens, greedy)
        yield from _told("saturated", production)
        with servers.started(1, servers.DEFAULT, servers.DEFAULTS) as open_servers:
            default = _walked(open_servers, tokens, greedy)
        yield from _told("saturated_default_settings", default)
        yield (
            "saturated_times_default_settings",
            production[0].a_second / default[0].a_second,
            "times",
            None,
        )


def crowd_of(many: int, seconds: float = 60.0) -> Seen:
    """What so many visitors see on one server, once others have been there."""
    with workspace.published(), signed_in.store():
        directory.add(None, "leader", Role.LEADER, password=PASSWORD)
        with servers.started(1) as open_servers:
            tokens = _tokens(open_servers[0], many)
            course = Course(many, seconds, PACE, warm=2 * seconds)
            return _walked(open_servers, tokens, course)[0]


def _one_line(seconds: float) -> Iterator[Line]:
    """A page of one line under the same number of those who wait for nothing."""
    with tempfile.TemporaryDirectory() as folder:
        line = Path(folder) / "line.py"
        line.write_text("import streamlit as st\nst.write('one line')\n", "utf-8")
        with servers.started(1, str(line)) as open_servers:
            for many, pace in ((1, PACE_ALONE), (GREEDY, 0.0)):
                course = Course(many, min(seconds, 20), pace, warm=3, page="")
                measured = _walked(open_servers, {}, course)
                yield from _told(f"one_line_{many}", measured)


def _tokens(server: Server, times: int) -> dict[str, list[str]]:
    return {
        Role.LEADER: servers.sign_in(server.address, "leader", PASSWORD, times),
    }


def _walked(
    open_servers: list[Server],
    tokens: dict[str, list[str]],
    course: Course,
    opened: Opened | None = None,
) -> Measured:
    seen = crowd.watch(
        [server.address for server in open_servers],
        tokens,
        course,
        lambda: sum(server.processor_seconds() for server in open_servers),
        opened,
    )
    return seen, sum(server.peak_megabytes() for server in open_servers)


def _told(name: str, measured: Measured) -> Iterator[Line]:
    seen, megabytes = measured
    if len(seen.took) < 2:
        raise SystemExit(f"{name}: hardly anything was answered; give more --seconds.")
    took = [1000 * each.seconds for each in seen.took]
    for share in (50, 95, 99):
        yield f"{name}_p{share}", _quantile(took, share), "ms", None
    yield from _warm_and_cold(name, seen)
    by_page: dict[str, list[float]] = defaultdict(list)
    for each in seen.took:
        by_page[each.page].append(1000 * each.seconds)
    for page, spent in sorted(by_page.items()):
        if len(by_page) > 1:
            yield f"{name}_{page}_p50", _quantile(spent, 50), "ms", None
            yield f"{name}_{page}_p95", _quantile(spent, 95), "ms", None
    yield f"{name}_reruns_a_second", seen.a_second, "1/s", None
    yield (
        f"{name}_processor_a_rerun",
        1000 * seen.processor_seconds / len(took),
        "ms",
        None,
    )
    yield f"{name}_kilobytes_a_rerun", seen.bytes / len(took) / 1024, "kB", None
    yield f"{name}_errors", sum(seen.errors.values()), "", None
    yield f"{name}_peak_memory", megabytes, "MB", None


def _warm_and_cold(name: str, seen: Seen) -> Iterator[Line]:
    """Apart for views that somebody had opened before, and for those nobody had."""
    warm = [1000 * each.seconds for each in seen.took if each.warm]
    cold = [1000 * each.seconds for each in seen.took if not each.warm]
    for kind, took in (("warm", warm), ("cold", cold)):
        for share in (50, 95) if took else ():
            yield f"{name}_{kind}_p{share}", _quantile(took, share), "ms", None
    yield f"{name}_cold_share", 100 * len(cold) / len(seen.took), "%", None


def _quantile(values: list[float], share: int) -> float:
    if len(values) == 1:
        return values[0]
    return statistics.quantiles(values, n=100, method="inclusive")[share - 1]
