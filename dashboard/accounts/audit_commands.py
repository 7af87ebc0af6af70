"""`python -m dashboard audit`: what was done, and whether the log still holds."""

import json
from typing import Annotated

import typer

from dashboard.accounts import audit, audit_list
from dashboard.database import engine
from dashboard.terminal import (
    AsJson,
    Data,
    WrongCall,
    open_store,
    say,
    say_json,
    say_table,
)

app = typer.Typer(no_args_is_help=True, help="The log of who did what.")


@app.command()
def verify(
    kept: Annotated[
        str | None,
        typer.Option(help="What an earlier verify told: NUMBER:HASH."),
    ] = None,
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Check that nothing of the log was changed, removed or cut off."""
    earlier = _kept(kept) if kept else None
    open_store(data)
    with engine.reading() as session:
        entries = audit.verify(session, earlier)
        number, sha = audit.last(session)
    if as_json:
        say_json({"entries": entries, "last": f"{number}:{sha}"})
        return
    say(f"The log holds; entries: {entries:,}.")
    say(f"Keep this elsewhere and give it with --kept next time: {number}:{sha}")


@app.command("list")
def list_(
    account: Annotated[
        str, typer.Option(help="Of accounts whose name holds this.")
    ] = "",
    action: Annotated[str, typer.Option(help="Of this action.")] = "",
    limit: Annotated[int, typer.Option(min=1, max=100_000)] = 50,
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Show the newest entries first."""
    open_store(data)
    entries = audit_list.newest(None, account, action, limit)
    if as_json:
        say_json({"entries": [audit_list.as_json(entry) for entry in entries]})
        return
    say_table(
        ("entry", "at", "account", "action", "target", "details"),
        [
            (
                str(entry.entry_id),
                entry.at.astimezone().strftime("%Y-%m-%d %H:%M:%S"),
                entry.account_name,
                entry.action,
                entry.target,
                json.dumps(entry.details, ensure_ascii=False) if entry.details else "",
            )
            for entry in entries
        ],
    )


def _kept(told: str) -> tuple[int, str]:
    number, _, sha = told.partition(":")
    if not number.isdecimal() or len(sha) != len(audit.BEGINNING):
        raise WrongCall(f"{told!r} is not NUMBER:HASH, as `audit verify` tells it.")
    return int(number), sha
