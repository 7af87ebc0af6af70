"""The fields of an account: what it is called, may do, is limited to, is at home in."""

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from dashboard import choice, session_keys
from dashboard.accounts.principal import NOBODY, Principal, Role, Scope
from dashboard.administration.labels import Labels
from dashboard.i18n import t

_NONE = ""
_LONGEST = 100
ROLES = [role for role in Role if role != Role.PUBLIC]


@dataclass(frozen=True)
class Draft:
    """What the fields say."""

    display_name: str
    role: Role
    scope: Scope
    home: str | None


def draw(known: Labels, form: str, now: Principal = NOBODY) -> Draft:
    """Draw the fields, filled with what stands now; `form` tells two forms apart."""

    def key(field: str) -> str:
        return session_keys.account_field(form, field)

    shown = st.text_input(
        t("accounts.display_name"),
        now.name,
        key=key("shown"),
        max_chars=_LONGEST,
    )
    roles = {role: t(f"role.{role}") for role in ROLES}
    role = st.selectbox(
        t("accounts.role"),
        ROLES,
        ROLES.index(now.role) if now.role in ROLES else None,
        format_func=roles.__getitem__,
        key=key("role"),
        placeholder=t("accounts.choose_role"),
    )
    scope = Scope(
        _several(t("accounts.departments"), known.departments, now.scope.departments,
                 key("departments")),
        _several(t("accounts.cities"), known.cities, now.scope.cities, key("cities")),
    )  # fmt: skip
    return Draft(shown, role or Role.PUBLIC, scope, _home(known, key, now.home))


def _several(
    label: str, names: dict[str, str], now: frozenset[str], key: str
) -> frozenset[str]:
    # What stands and is not declared any more can be seen and taken away.
    options = [*names, *sorted(now - set(names))]
    said = choice.labels(options, lambda code: names.get(code, code))
    chosen = st.multiselect(
        label,
        options,
        sorted(now, key=options.index),
        format_func=said.__getitem__,
        key=key,
        placeholder=t("accounts.no_limit_set"),
    )
    return frozenset(chosen)


def _home(known: Labels, key: Callable[[str], str], now: str | None) -> str | None:
    """A city, a department, both for an organ; or a team or an official instead."""
    kind, _, rest = (now or "").partition(":")
    first, _, second = rest.partition("/")
    city = first if kind in ("city", "organ") else _NONE
    department = {"organ": second, "department": first}.get(kind, _NONE)
    at, of = st.columns(2)
    with at:
        city = _one(t("accounts.home_city"), known.cities, city, key("home_city"))
    with of:
        department = _one(
            t("accounts.home_department"),
            known.departments,
            department,
            key("home_department"),
        )
    person = now if now and now in known.people else _NONE
    if known.people:
        person = _one(
            t("accounts.home_person"), known.people, person, key("home_person")
        )
    if person:
        return person
    if city and department:
        return f"organ:{city}/{department}"
    if city:
        return f"city:{city}"
    return f"department:{department}" if department else None


def _one(label: str, names: dict[str, str], now: str, key: str) -> str:
    # Nothing is a choice of its own: a list that began filled cannot be emptied.
    names = {_NONE: t("accounts.no_home_set"), **names}
    options = [*names, *([now] if now not in names else [])]
    said = choice.labels(options, lambda code: names.get(code, code))
    return st.selectbox(
        label,
        options,
        options.index(now),
        format_func=said.__getitem__,
        key=key,
    )
