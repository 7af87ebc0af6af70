"""Refusals as application/problem+json (RFC 9457), in a sentence of the reader's.

The language is that of Accept-Language, Chinese unless it asks for English.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, get_args, get_type_hints

from pydantic import BaseModel, Field
from starlette.responses import Response

from dashboard import i18n
from dashboard.open_data.filters import Asked

MEDIA_TYPE = "application/problem+json"
# Longer lists of what is allowed are told by where to find them.
_NAMED = 30
_WHERE = {
    "subject_id": "/api/v1/subjects",
    "peer_group": "/api/v1/subjects",
    "indicator_id": "/api/v1/indicators",
    "pillar": "/api/v1/indicators",
    "period": "/api/v1/periods",
}


class RefusedFilter(BaseModel):
    """A filter that cannot be."""

    filter: str
    value: str
    says: str
    allowed: list[str] = Field(description="All that is allowed, if that is a list.")


class Problem(BaseModel):
    """Why there is no answer."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    errors: list[RefusedFilter] = []


@dataclass(frozen=True)
class Fault:
    """A filter and what is wrong with it: a key of the catalogues, and its values."""

    filter: str
    value: str
    key: str
    allowed: Sequence[str] = ()
    values: Mapping[str, object] = field(default_factory=dict)


class Unfit(Exception):
    """Filters that name what there is not."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__(", ".join(fault.filter for fault in faults))
        self.faults = faults


def answer(
    language: str,
    status: int,
    key: str,
    headers: Mapping[str, str] | None = None,
    **values: object,
) -> Response:
    """A problem that is not about a filter."""
    told = Problem(
        title=_title(language, status),
        status=status,
        detail=i18n.said_in(language, key, **values),
    )
    return _response(told, headers or {})


def of_filters(language: str, faults: Sequence[Fault]) -> Response:
    """422: every filter that cannot be, each with what is allowed."""
    errors = [_refused(language, fault) for fault in faults]
    told = Problem(
        title=_title(language, 422),
        status=422,
        detail=" ".join(error.says for error in errors),
        errors=errors,
    )
    return _response(told, {})


def of_validation(
    errors: Iterable[Mapping[str, Any]], filters: type[BaseModel]
) -> list[Fault]:
    """What pydantic found wrong with the filters of a route."""
    return [_fault(error, filters) for error in errors]


def _fault(error: Mapping[str, Any], filters: type[BaseModel]) -> Fault:
    name = next((str(part) for part in error["loc"][1:2]), "")
    value = error["input"]
    shown = (value if isinstance(value, str) else json.dumps(value, default=str))[:100]
    kind, told = str(error["type"]), error.get("ctx", {})
    if kind == "extra_forbidden":
        known = list(filters.model_fields)
        return Fault(name[:100], shown, "open_data.unknown_filter", known)
    if kind == "literal_error":
        return Fault(name, shown, "open_data.unknown_value", _choices(filters, name))
    if kind.startswith("date"):
        return Fault(name, shown, "open_data.not_a_day")
    if kind.startswith("int"):
        return Fault(name, shown, "open_data.not_a_number")
    for bound in ("le", "ge"):
        if bound in told:
            least_or_most = {"bound": f"{told[bound]:,}"}
            key = {"le": "open_data.too_many", "ge": "open_data.too_few"}[bound]
            return Fault(name, shown, key, values=least_or_most)
    return Fault(name, shown, "open_data.too_long")


def unknown(name: str, value: object, allowed: Iterable[object]) -> Fault:
    """A value that is not in the publication."""
    return Fault(
        name,
        value.isoformat() if isinstance(value, date) else str(value),
        "open_data.unknown_value",
        [str(each) for each in allowed],
    )


def _choices(filters: type[BaseModel], name: str) -> list[str]:
    """The words of a Literal, be it optional or not."""
    hint = get_type_hints(filters).get(name, get_type_hints(Asked).get(name))
    flat = [inner for each in get_args(hint) for inner in get_args(each) or (each,)]
    return [each for each in flat if isinstance(each, str)]


def _refused(language: str, fault: Fault) -> RefusedFilter:
    is_short = len(fault.allowed) <= _NAMED
    key = fault.key
    if key == "open_data.unknown_value" and not is_short:
        key = "open_data.unknown_among_many"
    says = i18n.said_in(
        language,
        key,
        name=fault.filter,
        value=fault.value,
        allowed=", ".join(fault.allowed),
        where=_WHERE.get(fault.filter, "/api/v1/openapi.json"),
        **fault.values,
    )
    return RefusedFilter(
        filter=fault.filter,
        value=fault.value,
        says=says,
        allowed=list(fault.allowed) if is_short else [],
    )


def _title(language: str, status: int) -> str:
    return i18n.said_in(language, f"open_data.title_{status}")


def _response(told: Problem, headers: Mapping[str, str]) -> Response:
    return Response(
        told.model_dump_json(),
        told.status,
        {
            "Cache-Control": "no-store",
            "Vary": "Accept-Language",
            **headers,
        },
        MEDIA_TYPE,
    )
