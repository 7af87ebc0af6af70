"""A question, asked with a route's filters and answered in the format asked for."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from pydantic import BaseModel
from starlette.responses import Response

from dashboard.open_data import reading, rendering
from dashboard.open_data.filters import ROWS_AT_ONCE, Asked, Paged
from dashboard.open_data.problems import Unfit, unknown
from dashboard.open_data.reading import Answered, Value
from dashboard.open_data.rows import Page, Row

# Filters that name something in the publication, and what they may name.
_NAMES = {
    "language": "languages",
    "subject_id": "subject_ids",
    "indicator_id": "indicator_ids",
    "pillar": "pillars",
    "peer_group": "peer_groups",
    "period": "periods",
}


class NoSubject(Exception):
    """The public file has no such subject."""


def check_subject(subject_id: str) -> None:
    """Raises NoSubject for what is not in the public file."""
    if subject_id not in reading.known().subject_ids:
        raise NoSubject(subject_id)


def one(row: type[Row], question: str, asked: Asked) -> Response:
    """An answer of a single row."""
    found = reading.ask(question, {"language": _language(asked)})
    (values,) = found.rows.to_pylist()
    return _written(question, asked, found, lambda: row.model_validate(values))


def many(row: type[Row], question: str, asked: Paged, **of_address: Value) -> Response:
    """An answer of many rows, a page at a time."""
    language = _language(asked)
    values = {**asked.model_dump(), **of_address, "language": language}
    limit = asked.limit or (ROWS_AT_ONCE if asked.format == "json" else None)
    found = reading.ask(question, values, limit, asked.offset)
    following = _following(asked, found)
    # Which row it is is known here alone, and so is the type.
    page: Any = Page[row]  # type: ignore[valid-type]
    told = {
        "version": found.publication.version,
        "as_of": found.publication.as_of,
        "language": language,
        "total": found.total,
        "offset": asked.offset,
        "next": following,
    }
    answer = _written(
        question,
        asked,
        found,
        lambda: page.model_validate({**told, "rows": found.rows.to_pylist()}),
    )
    if following:
        answer.headers["Link"] = f'<{following}>; rel="next"'
    return answer


def _language(asked: Asked) -> str:
    """The language to answer in. Raises Unfit for whatever the publication lacks."""
    known = reading.known()
    faults = []
    for name, where in _NAMES.items():
        given = getattr(asked, name, None)
        allowed = getattr(known, where)
        each = given if isinstance(given, list) else [given]
        faults += [
            unknown(name, value, allowed)
            for value in each
            if value is not None and value not in allowed
        ]
    if faults:
        raise Unfit(faults)
    return asked.language or known.languages[0]


def _following(asked: Paged, found: Answered) -> str | None:
    """The query string of the next page; relative: that holds behind any proxy."""
    after = asked.offset + found.rows.num_rows
    if not found.rows.num_rows or after >= found.total:
        return None
    given = asked.model_dump(mode="json", exclude_none=True, exclude_defaults=True)
    return f"?{urlencode({**given, 'offset': after}, doseq=True)}"


def _written(
    question: str, asked: Asked, found: Answered, model: Callable[[], BaseModel]
) -> Response:
    version = found.publication.version
    headers = {"ETag": f'"{version}"'}
    if asked.format == "json":
        return Response(model().model_dump_json(), 200, headers, rendering.JSON)
    name = question.removeprefix("open_")
    headers["Content-Disposition"] = (
        f'attachment; filename="{name}-{version}.{asked.format}"'
    )
    if asked.format == "csv":
        body, kind = rendering.csv_bytes(found.rows), rendering.CSV
    else:
        body, kind = rendering.parquet_bytes(found.rows), rendering.PARQUET
    return Response(body, 200, headers, kind)
