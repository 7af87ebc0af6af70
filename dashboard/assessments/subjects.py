"""Subjects a cycle can have: those that are published, and teams and officials.

Teams and officials come from the register and from nowhere else: no published file has
them. Nothing is written here.
"""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from dashboard import store
from dashboard.assessments.homes import OFFICIAL, TEAM
from dashboard.audience import Audience, Sight
from dashboard.database.models.people import Official, Team
from dashboard.i18n import language
from dashboard.records import records

KINDS = ("city", "department", "organ", "team", "official")
PUBLISHED_KINDS = KINDS[:3]


@dataclass(frozen=True)
class Subject:
    """A subject with its names and place as they are now."""

    subject_id: str
    kind: str
    names: dict[str, str]
    department_id: str | None
    city_id: str | None
    # Quotas are counted within it: the peer group, of officials their standing.
    category: str


def published() -> dict[str, Subject]:
    """Cities, departments and organs, by subject_id, in the order of the workspace."""
    rows = store.fetch_for(Sight(Audience.INTERNAL), "assessment_subjects")
    return {
        row.subject_id: Subject(
            row.subject_id,
            row.kind,
            dict(zip(row.languages, row.names, strict=True)),
            row.department_id or None,
            row.city_id or None,
            row.peer_group,
        )
        for row in records(rows)
    }


def every(session: Session) -> dict[str, Subject]:
    """The same, with the teams and officials of the register that are active."""
    units = published()
    return {**units, **_people(session, units)}


def said(names: dict[str, str], of: str | None = None) -> str:
    """A name in the reader's language or the one named, else in the first it has."""
    return names.get(of or language()) or next(iter(names.values()), "")


def _people(session: Session, units: dict[str, Subject]) -> dict[str, Subject]:
    found = {}
    for team in session.scalars(
        select(Team).where(Team.is_active).order_by(Team.team_id)
    ):
        unit = units.get(team.leads)
        found[f"{TEAM}{team.team_id}"] = Subject(
            f"{TEAM}{team.team_id}",
            "team",
            dict(team.names),
            unit.department_id if unit else None,
            unit.city_id if unit else None,
            unit.category if unit else "",
        )
    for official in session.scalars(
        select(Official).where(Official.is_active).order_by(Official.official_id)
    ):
        unit = units.get(official.works_at)
        found[f"{OFFICIAL}{official.official_id}"] = Subject(
            f"{OFFICIAL}{official.official_id}",
            "official",
            dict(official.names),
            unit.department_id if unit else None,
            unit.city_id if unit else None,
            official.standing,
        )
    return found
