"""The command line: users, audit, handbook, open-data, serve, nginx.

Errors are sentences, without a traceback. Nothing of Streamlit is imported for a
command that succeeds, the handbook's aside.
"""

import sys

import typer
from rich.console import Console

from dashboard.accounts import audit_commands, user_commands
from dashboard.failures import Failure
from dashboard.handbook import command
from dashboard.open_data.command import open_data
from dashboard.serving import commands
from dashboard.terminal import WrongCall

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="Accounts, the log of what was done, the handbook, open data, serving.",
)
app.add_typer(user_commands.app, name="users")
app.add_typer(audit_commands.app, name="audit")
app.command()(command.handbook)
app.command()(open_data)
app.command()(commands.serve)
app.command()(commands.nginx)


def main() -> None:
    """Run the command line. Status 1: refused; 2: called wrongly."""
    try:
        app(standalone_mode=True)
    except WrongCall as wrong:
        _say(str(wrong))
        sys.exit(2)
    except Failure as failure:
        # Only now: it takes a second, and most commands succeed.
        from dashboard.i18n import said_in

        _say(said_in("en", failure.key, **failure.values))
        sys.exit(1)
    except KeyboardInterrupt:
        _say("Stopped. Nothing was changed.")
        sys.exit(130)


def _say(words: str) -> None:
    Console(stderr=True).print(words, markup=False, highlight=False, soft_wrap=True)
