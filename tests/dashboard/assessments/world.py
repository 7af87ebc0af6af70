"""A tiny cycle, made straight through the tables: methods, subjects, people, panels.

The rubrics are the shipped ones. Two experts and one of the unit's own people look at
three organs of Harbin; a supervisor keeps the list of deductions; two can review.
"""

import tomllib
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path

from sqlalchemy.orm import Session

from dashboard.accounts.principal import Principal, Role, Scope
from dashboard.assessments.rubric import Rubric
from dashboard.database import engine
from dashboard.database.models.accounts import Account
from dashboard.database.models.cycles import (
    Assignment,
    Cycle,
    CycleMethod,
    CycleSubject,
)

RUBRICS = Path(__file__).parents[3] / "data" / "rubrics"

# A Tuesday, in the morning in Harbin; entry ends on the Friday.
NOW = datetime(2026, 10, 20, 2, 0, tzinfo=UTC)
STARTS_ON = date(2026, 7, 1)
ENTRY_ENDS_ON = date(2026, 10, 23)
REVIEW_ENDS_ON = date(2026, 10, 30)
AFTER_ENTRY = datetime(2026, 10, 24, 2, 0, tzinfo=UTC)

POLICE, LABOUR, CIVIL = (
    f"organ:230100/{department}" for department in ("gaj", "rsj", "mzj")
)
SUBJECTS = {
    POLICE: {"zh": "哈尔滨市公安局", "en": "Harbin Public Security"},
    LABOUR: {"zh": "哈尔滨市人社局", "en": "Harbin Human Resources"},
    CIVIL: {"zh": "哈尔滨市民政局", "en": "Harbin Civil Affairs"},
}
PEOPLE = {
    "wang": Role.EVALUATOR,
    "li": Role.EVALUATOR,
    # Of the police itself; is assigned to it by mistake.
    "zhou": Role.EVALUATOR,
    "zhao": Role.EVALUATOR,  # the supervisor
    "qian": Role.REVIEWER,
    "sun": Role.REVIEWER,
    "wu": Role.LEADER,  # of the police
    "zheng": Role.ADMINISTRATOR,
}
HOMES = {"zhou": POLICE, "wu": POLICE}
# What every expert gives, and more than 60 and less than 95: no comment is due.
PLAIN = 80.0


@dataclass
class World:
    """Numbers of what was made; `principal` gives the people."""

    cycle: int
    methods: dict[str, int] = field(default_factory=dict)
    subjects: dict[str, int] = field(default_factory=dict)
    accounts: dict[str, int] = field(default_factory=dict)
    assignments: dict[tuple[str, str, str], int] = field(default_factory=dict)

    def principal(self, name: str, role: Role | None = None) -> Principal:
        return Principal(
            account_id=self.accounts[name],
            name=name,
            role=role or PEOPLE[name],
            scope=Scope(),
            home=HOMES.get(name),
        )

    def assignment(self, name: str, subject: str, method: str = "expert") -> int:
        return self.assignments[name, subject, method]


def rubric(rubric_id: str) -> Rubric:
    """A rubric the product ships."""
    text = (RUBRICS / f"{rubric_id}.toml").read_text(encoding="utf-8")
    return Rubric(**tomllib.loads(text), rubric_id=rubric_id)


def build(*, subjects: dict[str, dict[str, str]] | None = None) -> World:
    """Make the world in the store that is current. Other subjects may be named."""
    with engine.writing() as session:
        return _built(session, subjects or SUBJECTS)


def _built(session: Session, subjects: dict[str, dict[str, str]]) -> World:
    cycle = Cycle(
        code="2026-Q3",
        kind="quarter",
        starts_on=STARTS_ON,
        names={"zh": "2026 年三季度", "en": "Q3 2026"},
        state="open",
        opened_at=NOW,
        entry_ends_on=ENTRY_ENDS_ON,
        review_ends_on=REVIEW_ENDS_ON,
        publicity_days=5,
        appeal_days=5,
        answer_days=10,
        rules={},
    )
    session.add(cycle)
    session.flush()
    world = World(cycle.cycle_id)
    for method, weight in (("expert", 0.7), ("supervision", 0.3)):
        world.methods[method] = add_method(session, cycle.cycle_id, method, weight)
    for subject_id, names in subjects.items():
        world.subjects[subject_id] = add_subject(
            session, cycle.cycle_id, subject_id, names
        )
    for name, role in PEOPLE.items():
        world.accounts[name] = add_account(session, name, role, HOMES.get(name))
    for subject_id in subjects:
        for name in ("wang", "li"):
            add_assignment(session, world, name, subject_id)
        add_assignment(session, world, "zhao", subject_id, "supervision")
    if POLICE in subjects:
        add_assignment(session, world, "zhou", POLICE)
    return world


def add_method(
    session: Session, cycle_id: int, method: str, weight: float, kind: str = "organ"
) -> int:
    judged_by = rubric(method)
    made = CycleMethod(
        cycle_id=cycle_id,
        method=method,
        subject_kind=kind,
        weight=weight,
        rubric_id=judged_by.rubric_id,
        rubric_sha=judged_by.sha(),
        rubric=judged_by.model_dump(mode="json"),
    )
    session.add(made)
    session.flush()
    return made.cycle_method_id


def add_subject(
    session: Session, cycle_id: int, subject_id: str, names: dict[str, str]
) -> int:
    kind, _, place = subject_id.partition(":")
    city, _, department = place.partition("/")
    made = CycleSubject(
        cycle_id=cycle_id,
        subject_id=subject_id,
        kind=kind,
        names=names,
        department_id=department or None,
        city_id=city if kind == "organ" else None,
        category="",
    )
    session.add(made)
    session.flush()
    return made.cycle_subject_id


def add_account(
    session: Session, name: str, role: Role, home: str | None = None
) -> int:
    made = Account(sign_in_name=name, display_name=name, role=role, home=home)
    session.add(made)
    session.flush()
    return made.account_id


def add_assignment(
    session: Session, world: World, name: str, subject: str, method: str = "expert"
) -> int:
    made = Assignment(
        cycle_method_id=world.methods[method],
        cycle_subject_id=world.subjects[subject],
        account_id=world.accounts[name],
        origin="hand",
        state="active",
    )
    session.add(made)
    session.flush()
    world.assignments[name, subject, method] = made.assignment_id
    return made.assignment_id
