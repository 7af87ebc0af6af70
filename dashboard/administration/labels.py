"""What an account's limits and its home are called, in the reader's language."""

from dataclasses import dataclass

from sqlalchemy import select

from dashboard.accounts import codes
from dashboard.accounts.principal import Scope
from dashboard.assessments.subjects import said
from dashboard.database import engine
from dashboard.database.models.people import Official, Team
from dashboard.i18n import t


@dataclass(frozen=True)
class Labels:
    """Names by id; of teams and officials by subject_id (team:…, official:…)."""

    departments: dict[str, str]
    cities: dict[str, str]
    people: dict[str, str]

    def limits(self, scope: Scope) -> str:
        """What an account is limited to; a dash where it is not."""
        held = [
            *_known(self.departments, scope.departments),
            *_known(self.cities, scope.cities),
        ]
        return t("place.comma").join(held) or t("accounts.no_limit")

    def home(self, home: str | None) -> str:
        if not home:
            return t("accounts.no_home")
        kind, _, rest = home.partition(":")
        if kind == "organ":
            city, _, department = rest.partition("/")
            return t(
                "accounts.organ",
                city=self.cities.get(city, city),
                department=self.departments.get(department, department),
            )
        if kind in ("city", "department"):
            held = self.cities if kind == "city" else self.departments
            return held.get(rest, rest)
        return self.people.get(home, home)


def load(*, short: bool = False) -> Labels:
    known = codes.known(short=short)
    with engine.reading() as session:
        people = {
            f"team:{team.team_id}": said(team.names)
            for team in session.scalars(select(Team).order_by(Team.team_id))
        } | {
            f"official:{official.official_id}": said(official.names)
            for official in session.scalars(
                select(Official).order_by(Official.official_id)
            )
        }
    return Labels(
        {code: said(names) or code for code, names in known.departments.items()},
        {code: said(names) or code for code, names in known.cities.items()},
        people,
    )


def _known(held: dict[str, str], wanted: frozenset[str]) -> list[str]:
    """Names of what is wanted, in the order of the workspace; ids without a name."""
    return [
        *(name for code, name in held.items() if code in wanted),
        *sorted(wanted - set(held)),
    ]
