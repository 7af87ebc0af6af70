"""Who is acting: a role, what it is limited to, and where it is at home."""

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    PUBLIC = "public"
    LEADER = "leader"
    EVALUATOR = "evaluator"
    REVIEWER = "reviewer"
    STEWARD = "steward"
    ADMINISTRATOR = "administrator"


@dataclass(frozen=True)
class Scope:
    """Departments and cities an account is limited to; an empty set is no limit."""

    departments: frozenset[str] = frozenset()
    cities: frozenset[str] = frozenset()

    @property
    def is_everything(self) -> bool:
        return not self.departments and not self.cities

    def covers(self, department_id: str | None, city_id: str | None) -> bool:
        """Whether a subject of this department and city lies within.

        A whole city is not within a limit to a department, and the other way round.
        """
        return (not self.departments or department_id in self.departments) and (
            not self.cities or city_id in self.cities
        )


EVERYTHING = Scope()


@dataclass(frozen=True)
class Principal:
    """Whoever asks. account_id is None for a reader who has not signed in."""

    account_id: int | None = None
    name: str = ""
    role: Role = Role.PUBLIC
    scope: Scope = EVERYTHING
    # The subject_id one belongs to: never scored by oneself.
    home: str | None = None


NOBODY = Principal()
