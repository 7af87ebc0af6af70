"""`python -m dashboard users`: who may sign in."""

from datetime import datetime
from typing import Annotated

import typer

from dashboard.accounts import demo as demo_accounts
from dashboard.accounts import directory, sessions
from dashboard.accounts.principal import Role, Scope
from dashboard.database.columns import now
from dashboard.terminal import (
    AsJson,
    Data,
    WrongCall,
    ask_password,
    open_store,
    say,
    say_json,
    say_table,
)

app = typer.Typer(no_args_is_help=True, help="Add, change and end accounts.")
Name = Annotated[str, typer.Argument(help="The name one signs in with.")]
Temporary = Annotated[
    bool,
    typer.Option("--temporary", help="To be changed when it is first used."),
]


@app.command()
def add(
    name: Name,
    role: Annotated[Role, typer.Option(help="What the account may do.")],
    department: Annotated[
        list[str] | None, typer.Option(help="Limit it to this department (again: too).")
    ] = None,
    city: Annotated[
        list[str] | None, typer.Option(help="Limit it to this city (again: too).")
    ] = None,
    home: Annotated[
        str | None,
        typer.Option(help="The subject it belongs to, such as organ:230100/gaj."),
    ] = None,
    shown: Annotated[
        str | None, typer.Option("--name", help="The name that is shown.")
    ] = None,
    temporary: Temporary = False,
    without_password: Annotated[
        bool,
        typer.Option("--without-password", help="It signs in at a provider only."),
    ] = False,
    data: Data = None,
) -> None:
    """Add an account; asks for its password, or reads it from standard input."""
    if role == Role.PUBLIC:
        raise WrongCall("The public needs no account. Choose another role.")
    open_store(data)
    account = directory.add(
        None,
        name,
        role,
        display_name=shown,
        scope=Scope(frozenset(department or ()), frozenset(city or ())),
        home=home,
        password=None if without_password else ask_password(),
        must_change_password=temporary,
    )
    say(f"Added {account.sign_in_name} ({account.role}).")


@app.command("list")
def list_(data: Data = None, as_json: AsJson = False) -> None:
    """Show every account: role, limits, home, state, last sign-in."""
    open_store(data)
    listed = directory.everyone(None, now())
    if as_json:
        say_json({"accounts": [_as_json(each) for each in listed]})
        return
    headings = ("name", "shown", "role", "limits", "home", "state", "last sign-in")
    say_table(headings, [_as_row(each) for each in listed])


@app.command()
def disable(name: Name, data: Data = None) -> None:
    """Keep somebody out from now on; what the person did stays."""
    open_store(data)
    directory.disable(None, directory.named(None, name).account_id)
    say(f"{name} cannot sign in any more, and is signed out.")


@app.command()
def enable(name: Name, data: Data = None) -> None:
    """Let a disabled account sign in again."""
    open_store(data)
    directory.enable(None, directory.named(None, name).account_id)
    say(f"{name} can sign in again.")


@app.command()
def password(name: Name, temporary: Temporary = False, data: Data = None) -> None:
    """Give an account a new password; who is signed in with the old one is out."""
    open_store(data)
    account_id = directory.named(None, name).account_id
    directory.set_password(
        None, account_id, ask_password(), must_change_password=temporary
    )
    say(f"{name} has a new password.")


@app.command("sign-out")
def sign_out(name: Name, data: Data = None) -> None:
    """End every session of an account."""
    open_store(data)
    ended = sessions.end_everywhere(None, directory.named(None, name).account_id)
    say(f"{name}: sessions ended: {ended}.")


@app.command()
def demo(data: Data = None) -> None:
    """Make accounts to try the product with, if there is none; shows each once."""
    open_store(data)
    made = demo_accounts.add()
    if not made:
        say("There are accounts already; none was made.")
        return
    say("Accounts of the demo. Their passwords are shown this once:")
    say_table(
        ("name", "password", "role", "home"),
        [
            (
                each.account.sign_in_name,
                each.password,
                str(each.account.role),
                each.account.home or "",
            )
            for each in made
        ],
    )


def _as_row(listed: directory.Listed) -> tuple[str, ...]:
    account, principal = listed.account, listed.principal
    limits = [*principal.scope.departments, *principal.scope.cities]
    return (
        account.sign_in_name,
        account.display_name,
        str(principal.role),
        ", ".join(sorted(limits)) or "none",
        account.home or "",
        "disabled" if account.is_disabled else "",
        _moment(account.last_sign_in_at),
    )


def _as_json(listed: directory.Listed) -> dict[str, object]:
    account, principal = listed.account, listed.principal
    return {
        "name": account.sign_in_name,
        "shown": account.display_name,
        "role": str(principal.role),
        "departments": sorted(principal.scope.departments),
        "cities": sorted(principal.scope.cities),
        "home": account.home,
        "is_disabled": account.is_disabled,
        "sessions": listed.sessions,
        "last_sign_in_at": account.last_sign_in_at,
    }


def _moment(at: datetime | None) -> str:
    return at.astimezone().strftime("%Y-%m-%d %H:%M") if at else "never"
