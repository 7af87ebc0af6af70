"""What groups of an OpenID Connect provider may do here: data/sign_in.toml.

The file is read at each sign-in, so that a change counts at the next one.
"""

import tomllib
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from dashboard import locations
from dashboard.accounts import codes
from dashboard.accounts.principal import Role, Scope
from dashboard.failures import Failure

FILE = "sign_in.toml"

Text = Annotated[str, Field(min_length=1, max_length=200)]


class DeclarationWrong(Failure):
    """data/sign_in.toml is missing or wrong: nobody is let in by guessing."""

    key = "failure.sign_in_declaration"


class _Declared(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Group(_Declared):
    """What one group may do. No departments and no cities: no limit."""

    group: Text
    role: Role
    departments: frozenset[str] = frozenset()
    cities: frozenset[str] = frozenset()
    # Where its members belong; without it an administrator says so for each.
    home: str | None = None

    @field_validator("role")
    @classmethod
    def _is_given(cls, role: Role) -> Role:
        if role == Role.PUBLIC:
            raise ValueError("public is the role of those who do not sign in")
        return role

    @property
    def scope(self) -> Scope:
        return Scope(self.departments, self.cities)


class Groups(_Declared):
    """The file. The first group in it that a person is in decides."""

    # Names of claims; a dot leads into one: realm_access.roles.
    groups_claim: Text = "groups"
    name_claim: Text = "name"
    ask: dict[str, Text] = {}
    group: tuple[Group, ...] = ()

    def of(self, claims: dict[str, Any]) -> Group | None:
        """The group that decides for a person, or None if there is none."""
        held = _at(claims, self.groups_claim)
        names = {held} if isinstance(held, str) else set(_texts(held))
        return next((each for each in self.group if each.group in names), None)

    def name_of(self, claims: dict[str, Any]) -> str:
        """What to call a person: the claim for it, else what else there is."""
        for claim in (self.name_claim, "name", "preferred_username", "email", "sub"):
            if isinstance(name := _at(claims, claim), str) and name.strip():
                return name.strip()
        return ""


def load() -> Groups:
    """The declaration of the workspace. Raises DeclarationWrong."""
    path = locations.data() / FILE
    try:
        told = tomllib.loads(path.read_text(encoding="utf-8"))
        groups = Groups.model_validate(told)
        for each in groups.group:
            codes.check_scope(each.scope)
            codes.check_home(each.home)
    except (OSError, ValueError, ValidationError, codes.Unknown) as error:
        raise DeclarationWrong(f"{path}: {error}", file=FILE) from error
    return groups


def _at(claims: dict[str, Any], name: str) -> object:
    # A name with dots may be a name as it stands: providers use addresses as names.
    if name in claims:
        return claims[name]
    found: object = claims
    for part in name.split("."):
        found = found.get(part) if isinstance(found, dict) else None
    return found


def _texts(held: object) -> list[str]:
    many = held if isinstance(held, list) else []
    return [each for each in many if isinstance(each, str)]
