"""The register of leadership teams and officials (领导班子, 领导干部, 公务员).

Added by hand or from a CSV file (people_files.py), by the same checks. They are in no
published file: named roles see them, and the public never does.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from dashboard.accounts import audit
from dashboard.accounts.principal import Principal
from dashboard.accounts.rights import Right, check_can
from dashboard.assessments import homes, subjects
from dashboard.assessments.judgement import tidy
from dashboard.database import engine
from dashboard.database.models.people import Official, Team
from dashboard.failures import Failure

STANDINGS = ("leading_cadre", "civil_servant")
# Ids stand in addresses, in files and after "team:".
_ID_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyz0123456789_-")
_LONGEST_ID, _LONGEST_NAME = 40, 100


@dataclass(frozen=True)
class TeamDraft:
    """A leadership team as somebody writes it down."""

    team_id: str
    names: Mapping[str, str]
    leads: str


@dataclass(frozen=True)
class OfficialDraft:
    """An official as somebody writes one down."""

    official_id: str
    names: Mapping[str, str]
    standing: str
    works_at: str
    position: Mapping[str, str] = field(default_factory=dict)
    team_id: str | None = None


class Unfit(Failure):
    """One entry cannot be taken; `problems` says which field and why."""

    key = "people.unfit"

    def __init__(self, problems: list[tuple[str, str]]) -> None:
        super().__init__(f"{problems}")
        # Field, and a key of the catalogue.
        self.problems = tuple(problems)


class NotThere(Failure):
    """No such team or official; perhaps the page is old."""

    key = "people.not_there"


@dataclass(frozen=True)
class Register:
    """What checks of an entry ask: units that are published, and who is there."""

    units: frozenset[str]
    teams: frozenset[str]
    officials: frozenset[str]


def home_contains(home: str | None, subject_id: str) -> bool:
    """Whether a subject is the own one of an account at home there: see homes.py."""
    if not home:
        return False
    with engine.reading() as session:
        return homes.of_store(session, home, subject_id).contain(home, subject_id)


def teams(principal: Principal) -> list[Team]:
    """Every team, also those that are retired."""
    check_can(principal, Right.MANAGE_CYCLES)
    with engine.reading() as session:
        return list(session.scalars(select(Team).order_by(Team.team_id)))


def officials(principal: Principal) -> list[Official]:
    """Every official, also those who are retired."""
    check_can(principal, Right.MANAGE_CYCLES)
    with engine.reading() as session:
        return list(session.scalars(select(Official).order_by(Official.official_id)))


def add_team(principal: Principal, draft: TeamDraft) -> str:
    """Enter a new team; returns its subject_id. Raises Unfit."""
    check_can(principal, Right.MANAGE_CYCLES)
    with engine.writing() as session:
        _refuse(problems_of_team(draft, register(session), is_new=True))
        put_team(session, draft)
        session.flush()
        audit.record(session, principal, "team_added", f"{homes.TEAM}{draft.team_id}")
    return f"{homes.TEAM}{draft.team_id}"


def add_official(principal: Principal, draft: OfficialDraft) -> str:
    """Enter a new official; returns the subject_id. Raises Unfit."""
    check_can(principal, Right.MANAGE_CYCLES)
    subject_id = f"{homes.OFFICIAL}{draft.official_id}"
    with engine.writing() as session:
        _refuse(problems_of_official(draft, register(session), is_new=True))
        put_official(session, draft)
        session.flush()
        audit.record(session, principal, "official_added", subject_id)
    return subject_id


def set_active(principal: Principal, subject_id: str, is_active: bool) -> None:
    """Retire a team or official from cycles to come, or take one back."""
    check_can(principal, Right.MANAGE_CYCLES)
    kind, _, key = subject_id.partition(":")
    with engine.writing() as session:
        found: Team | Official | None = None
        if kind == "team":
            found = session.get(Team, key)
        elif kind == "official":
            found = session.get(Official, key)
        if found is None:
            raise NotThere(subject_id)
        found.is_active = is_active
        session.flush()
        action = "person_restored" if is_active else "person_retired"
        audit.record(session, principal, action, subject_id)


def register(session: Session) -> Register:
    return Register(
        frozenset(subjects.published()),
        frozenset(session.scalars(select(Team.team_id))),
        frozenset(session.scalars(select(Official.official_id))),
    )


def problems_of_team(
    draft: TeamDraft, known: Register, *, is_new: bool = False
) -> list[tuple[str, str]]:
    """(field, key of the reason) for everything that is wrong."""
    found = [
        *_of_id("team_id", draft.team_id, known.teams if is_new else frozenset()),
        *_of_names(draft.names),
    ]
    if draft.leads not in known.units:
        found.append(("leads", "people.unknown_unit"))
    return found


def problems_of_official(
    draft: OfficialDraft, known: Register, *, is_new: bool = False
) -> list[tuple[str, str]]:
    """(field, key of the reason) for everything that is wrong."""
    taken = known.officials if is_new else frozenset[str]()
    found = [
        *_of_id("official_id", draft.official_id, taken),
        *_of_names(draft.names),
    ]
    if draft.standing not in STANDINGS:
        found.append(("standing", "people.unknown_standing"))
    if draft.works_at not in known.units:
        found.append(("works_at", "people.unknown_unit"))
    if draft.team_id and draft.team_id not in known.teams:
        found.append(("team_id", "people.unknown_team"))
    if any(len(text) > _LONGEST_NAME for text in draft.position.values()):
        found.append(("position", "people.name_too_long"))
    return found


def put_team(session: Session, draft: TeamDraft) -> None:
    """Write a checked team, new or in the place of what stood there."""
    values = {"names": _told(draft.names), "leads": draft.leads}
    _put(session, lambda: Team(team_id=draft.team_id), draft.team_id, values)


def put_official(session: Session, draft: OfficialDraft) -> None:
    """Write a checked official, new or in the place of what stood there."""
    values = {
        "names": _told(draft.names),
        "standing": draft.standing,
        "position": _told(draft.position),
        "works_at": draft.works_at,
        "team_id": draft.team_id or None,
    }
    _put(
        session,
        lambda: Official(official_id=draft.official_id),
        draft.official_id,
        values,
    )


def _put(
    session: Session,
    made: Callable[[], Team | Official],
    key: str,
    values: Mapping[str, object],
) -> None:
    fresh = made()
    standing = session.get(type(fresh), key)
    if standing is None:
        session.add(fresh)
    for name, value in values.items():
        setattr(standing or fresh, name, value)


def _refuse(problems: list[tuple[str, str]]) -> None:
    if problems:
        raise Unfit(problems)


def _of_id(column: str, key: str, taken: frozenset[str]) -> list[tuple[str, str]]:
    if not key or len(key) > _LONGEST_ID or not set(key) <= _ID_LETTERS:
        return [(column, "people.id_unfit")]
    return [(column, "people.id_taken")] if key in taken else []


def _of_names(names: Mapping[str, str]) -> list[tuple[str, str]]:
    told = list(_told(names).values())
    if not told:
        return [("name", "people.name_missing")]
    if any(len(text) > _LONGEST_NAME for text in told):
        return [("name", "people.name_too_long")]
    return []


def _told(names: Mapping[str, str]) -> dict[str, str]:
    """On one line each, without what cannot be seen: nobody gets another's looks."""
    lines = {language: " ".join(tidy(text).split()) for language, text in names.items()}
    return {language: text for language, text in lines.items() if text}
