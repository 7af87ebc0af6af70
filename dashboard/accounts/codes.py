"""Departments and cities of the workspace, as far as an account may name them."""

import csv
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.orm import Session

from dashboard import locations
from dashboard.accounts.principal import Scope
from dashboard.database.models.people import Official, Team
from dashboard.failures import Failure

# What an account may be at home in; the first three are made of known codes.
PLACES = ("city", "department", "organ")
HOMES = (*PLACES, "team", "official")


class Unknown(Failure):
    """No such department, city or kind of home in this workspace."""

    key = "failure.code_unknown"

    def __init__(self, code: str) -> None:
        super().__init__(f"unknown code {code!r}", code=code)


@dataclass(frozen=True)
class Codes:
    """Ids with their names in every language; empty where nothing is declared."""

    departments: dict[str, dict[str, str]]
    cities: dict[str, dict[str, str]]


def known(*, short: bool = False) -> Codes:
    """What the reference tables of the workspace name, by short names if they have."""
    folder = locations.data() / "reference"
    return Codes(
        _names(folder / "departments.csv", "department_id", short),
        _names(folder / "cities.csv", "city_id", short),
    )


def check_scope(scope: Scope) -> None:
    """Raise Unknown for a limit nobody would lie within."""
    codes = known()
    for code in sorted(scope.departments):
        _check(code, codes.departments)
    for code in sorted(scope.cities):
        _check(code, codes.cities)


def check_home(home: str | None) -> None:
    """Raise Unknown unless it is a subject that can be (city:…, organ:…/…, team:…)."""
    if home is None:
        return
    kind, _, rest = home.partition(":")
    if kind not in HOMES or not rest or len(home) > 200 or not home.isprintable():
        raise Unknown(home)
    codes = known()
    city, _, department = rest.partition("/")
    if kind == "organ":
        _check(city, codes.cities)
        _check(department, codes.departments)
    elif kind in PLACES:
        _check(rest, codes.cities if kind == "city" else codes.departments)


def check_person(session: Session, home: str | None) -> None:
    """Raise Unknown for a team or an official the store does not know."""
    kind, _, person = (home or "").partition(":")
    model = {"team": Team, "official": Official}.get(kind)
    if model and session.get(model, person) is None:
        raise Unknown(person)


def _check(code: str, among: dict[str, dict[str, str]]) -> None:
    # A workspace that declares none cannot be asked.
    if not code or (among and code not in among):
        raise Unknown(code)


def _names(path: Path, column: str, short: bool) -> dict[str, dict[str, str]]:
    if not path.is_file():
        return {}
    # The last one that a row has stands.
    kinds = ("name_", "short_") if short else ("name_",)
    with path.open(encoding="utf-8-sig", newline="") as file:
        return {
            row[column]: {
                name.removeprefix(kind): words
                for kind in kinds
                for name, words in row.items()
                if name and name.startswith(kind) and words
            }
            for row in csv.DictReader(file)
            if row.get(column)
        }
