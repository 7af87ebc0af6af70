"""Whose own a subject is: nobody assesses the unit they belong to, nor what is above.

A city, a department and an organ are units; a team belongs to the unit it leads, an
official to the unit they work at and to that of their team.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, object_session

from dashboard.database import engine
from dashboard.database.models.cycles import CycleSubject
from dashboard.database.models.people import Official, Team

TEAM, OFFICIAL = "team:", "official:"
_KEPT = "homes"


@dataclass(frozen=True)
class Homes:
    """The register as it stands: subject_id of a team or official to its units."""

    units_of_people: dict[str, frozenset[str]]

    def contain(self, home: str | None, subject_id: str) -> bool:
        """Whether a subject is the own one of somebody at home there.

        Own are the unit, its team and its people, the department and the city above
        and theirs: who judges their superiors is no more free than who judges
        themselves. What lies below is judged by those above.
        """
        if not home:
            return False
        if home == subject_id:
            return True
        line = {above for unit in self._units(home) for above in _line(unit)}
        return not line.isdisjoint(self._units(subject_id))

    def _units(self, subject_id: str) -> frozenset[str]:
        if subject_id.startswith((TEAM, OFFICIAL)):
            return self.units_of_people.get(subject_id, frozenset())
        return frozenset({subject_id})


def contain(home: str | None, subject: CycleSubject) -> bool:
    """Whether a subject of a cycle is the own one of somebody at home there.

    Asked in the transaction the subject was read in: a connection of its own for each
    writer's question would starve the writers.
    """
    if not home:
        return False
    session = object_session(subject)
    if session is not None:
        asked = of_store(session, home, subject.subject_id)
    else:
        with engine.reading() as alone:
            asked = of_store(alone, home, subject.subject_id)
    return asked.contain(home, subject.subject_id)


def of_store(session: Session, *subjects: str | None) -> Homes:
    """The homes of the subjects named that are people or teams; without any, of all.

    Read once a transaction: lists ask for every row.
    """
    told = [each for each in subjects if each]
    if told and not any(each.startswith((TEAM, OFFICIAL)) for each in told):
        return Homes({})
    kept = session.info.get(_KEPT)
    if not isinstance(kept, Homes):
        kept = session.info[_KEPT] = _read(session)
    return kept


def _read(session: Session) -> Homes:
    leads = {team.team_id: team.leads for team in session.scalars(select(Team))}
    units = {f"{TEAM}{team}": frozenset({unit}) for team, unit in leads.items()}
    members = session.execute(
        select(Official.official_id, Official.works_at, Official.team_id)
    )
    for official_id, works_at, team_id in members:
        of_team = {leads[team_id]} if team_id in leads else set()
        units[f"{OFFICIAL}{official_id}"] = frozenset({works_at, *of_team})
    return Homes(units)


def _line(unit: str) -> Iterable[str]:
    """The unit and what is above: of organ:230100/gaj the department and the city."""
    yield unit
    kind, _, place = unit.partition(":")
    if kind == "organ":
        city, _, department = place.partition("/")
        yield f"department:{department}"
        yield f"city:{city}"
