"""What the commands share: which workspace, passwords, tables, words as they stand."""

import getpass
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from dashboard import locations
from dashboard.database import migrate

Data = Annotated[
    Path | None,
    typer.Option("--data", help="The workspace; else $GOVSCORE_DATA, else data."),
]
AsJson = Annotated[
    bool, typer.Option("--json", help="One JSON object on standard output.")
]
# Wide enough that no password is cut where nobody sees how wide it is.
_WIDTH_OF_A_FILE = 200


class WrongCall(Exception):
    """The command was called with something that does not exist."""


def open_store(data: Path | None) -> None:
    """Take the store of this workspace, with the tables of this version."""
    take_workspace(data)
    migrate.up()


def take_workspace(data: Path | None) -> None:
    """Make this the workspace of the process."""
    if data is not None:
        os.environ[locations.DATA_VARIABLE] = str(data)
    if not locations.data().is_dir():
        raise WrongCall(
            f"{locations.data()} is no folder. Give the workspace with --data DIR."
        )


def ask_password() -> str:
    """Typed twice and not shown; or one line, when a program gives it."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    password = getpass.getpass("Password: ")
    if getpass.getpass("Again: ") != password:
        raise WrongCall("The two are not the same. Nothing was changed; try again.")
    return password


def say(words: str) -> None:
    _console().print(readable(words), markup=False, highlight=False, soft_wrap=True)


def say_table(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    table = Table(box=None, pad_edge=False, header_style="bold")
    for heading in headings:
        table.add_column(heading, overflow="fold")
    for row in rows:
        table.add_row(*(Text(readable(cell)) for cell in row))
    _console().print(table)


def say_json(told: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(told, ensure_ascii=False, default=str) + "\n")


def readable(words: str) -> str:
    """Without what would steer the terminal: the log holds what strangers typed."""
    return "".join(
        letter
        if letter.isprintable() or letter == "\n"
        else "\N{REPLACEMENT CHARACTER}"
        for letter in words
    )


def _console() -> Console:
    return Console(width=None if sys.stdout.isatty() else _WIDTH_OF_A_FILE)
