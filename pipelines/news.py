"""What is new in the inbox and the store, source by source, and what nobody takes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import duckdb

from pipelines import ledger
from pipelines.declarations.source import Source
from pipelines.declarations.workspace import Workspace
from pipelines.landing import store
from pipelines.landing.inbox import arrivals, strangers, unclaimed
from pipelines.ledger import Changes


def look(
    con: duckdb.DuckDBPyConnection,
    workspace: Workspace,
    scratch: Path,
    say: Callable[[str], None],
) -> dict[str, Changes]:
    """Source to what its inbox and its store ask, sources that others need first.

    Snapshots of the store are written into `scratch`; files left alone are said.
    """
    found = {}
    inbox = workspace.at.inbox
    for name in strangers(inbox, workspace.sources):
        say(
            f"inbox/{name} left alone; files belong in the folder of their source: "
            + ", ".join(sorted(workspace.sources))
        )
    for source in _in_order(workspace.sources):
        for name in unclaimed(inbox, source):
            say(
                f"{source.source}: {name} left alone; no pattern of "
                f"sources/{source.source}.toml takes it"
            )
        known = ledger.known(con, source.source)
        lying = arrivals(inbox, source, known)
        lying += store.snapshots(source, workspace.at, scratch, known)
        found[source.source] = ledger.compare(con, source, lying)
    return found


def _in_order(sources: dict[str, Source]) -> list[Source]:
    """Sources that stop another one's clock first."""
    needed = {s.clock.pauses for s in sources.values() if s.clock and s.clock.pauses}
    return sorted(sources.values(), key=lambda s: (s.source not in needed, s.source))
