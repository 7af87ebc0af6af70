"""When the warehouse must be built again: what types its rows is no longer the same."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager

import duckdb

from pipelines import warehouse
from pipelines.declarations.workspace import Workspace
from pipelines.errors import AnotherRun, DataRefused
from pipelines.landing import store
from pipelines.landing.inbox import OF_STORE
from pipelines.locations import Locations


@contextmanager
def opened(
    workspace: Workspace,
    typed_rows: str,
    memory_limit: str,
    say: Callable[[str], None],
) -> Iterator[duckdb.DuckDBPyConnection]:
    """The warehouse; one that other rules made is removed, and begun anew.

    `typed_rows` is the rules' fingerprint. Raises DataRefused when a file it holds is
    no longer in the inbox, and AnotherRun when another program has it open.
    """
    at = workspace.at
    if not at.warehouse.exists():
        _remove(at)
    with ExitStack() as kept_open:
        try:
            con = kept_open.enter_context(warehouse.opened(at, memory_limit))
            outdated = _is_outdated(con, workspace, typed_rows, say)
        except duckdb.Error as broken:
            if "lock" in str(broken).lower():
                raise AnotherRun(
                    f"Another program has {at.warehouse} open. "
                    "Close it, then run again."
                ) from broken
            say("The warehouse cannot be opened; it is built again from the inbox.")
            outdated = True
        if outdated:
            kept_open.close()
            _remove(at)
            con = kept_open.enter_context(warehouse.opened(at, memory_limit))
        yield con


def _is_outdated(
    con: duckdb.DuckDBPyConnection,
    workspace: Workspace,
    typed_rows: str,
    say: Callable[[str], None],
) -> bool:
    at = workspace.at
    built = warehouse.built_with(con).get("typed_rows")
    if built is None or built == typed_rows:
        return False
    held = con.execute(
        "SELECT source, name FROM file WHERE superseded_by IS NULL"
    ).fetchall()
    lost = [f"{s}/{n}" for s, n in held if not _can_be_read(workspace, s, n)]
    if lost:
        raise DataRefused(
            "Sources, reference tables or the program changed, so all files must be "
            f"read again, and {len(lost)} are no longer in the inbox or the store: "
            f"{', '.join(lost[:5])}.\nPut them back into {at.inbox}/, or remove "
            f"{at.warehouse} to go on without them."
        )
    say("Declarations or the program changed: all files are read again.")
    return True


def _can_be_read(workspace: Workspace, source: str, name: str) -> bool:
    if not name.startswith(OF_STORE):
        return (workspace.at.inbox / source / name).exists()
    declared = workspace.sources.get(source)
    return declared is not None and store.is_there(declared, workspace.at)


def _remove(at: Locations) -> None:
    # The database goes last: while it stands, a run that is stopped here begins again.
    # A log left without its database would be laid over the next one.
    shutil.rmtree(at.spark / "rows", ignore_errors=True)
    found = at.root.glob(f"{at.warehouse.name}*")
    for path in sorted(found, key=lambda path: path == at.warehouse):
        shutil.rmtree(path) if path.is_dir() else path.unlink()
