"""The routes of the open data, as a FastAPI application: filters in, bytes out.

Complete without front.py, which keeps what is made here. Full addresses, so that the
application stands wherever a server puts it without knowing where that is.
"""

import re
from collections.abc import Callable
from typing import Annotated, Any, TypeVar, get_type_hints

from fastapi import FastAPI, Query
from fastapi.exceptions import RequestValidationError
from fastapi.openapi.utils import get_openapi
from pydantic import BaseModel
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from dashboard import i18n
from dashboard.failures import Failure
from dashboard.open_data import asking, filters, problems, rows
from dashboard.open_data.asking import NoSubject
from dashboard.open_data.front import BASE
from dashboard.open_data.rendering import CSV, PARQUET

Endpoint = TypeVar("Endpoint", bound=Callable[..., Response])
_ABOUT = """
The public file of a Govscore deployment, with nothing in it that the public may not
see. Missing is null and never 0; every figure carries its state and, where it is a
share, the number it rests on. Names come in one language at a time.

`ETag` is the version of the publication: ask again with `If-None-Match` and nothing is
sent until there is a new one.
"""


def make() -> FastAPI:
    """The application. Its own pages of documentation would load scripts from afar."""
    app = FastAPI(
        title="Govscore open data 政务服务绩效开放数据",
        version="1",
        description=_ABOUT,
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
    )
    _add_routes(app)
    app.add_exception_handler(RequestValidationError, _not_valid)
    app.add_exception_handler(problems.Unfit, _unfit)
    app.add_exception_handler(NoSubject, _no_subject)
    app.add_exception_handler(Failure, _unavailable)
    app.add_exception_handler(HTTPException, _not_there)
    return app


def _add_routes(app: FastAPI) -> None:
    @_get(app, "/openapi.json", in_schema=False)
    def openapi(_asked: Annotated[filters.Nothing, Query()]) -> Response:
        """What stands here, for programs."""
        return JSONResponse(_openapi(app))

    @_get(app, "/publication", rows.Publication)
    def publication(asked: Annotated[filters.Asked, Query()]) -> Response:
        """What is published now: version, day, languages, limits."""
        return asking.one(rows.Publication, "open_publication", asked)

    @_get(app, "/periods", rows.Page[rows.Period])
    def periods(asked: Annotated[filters.PeriodFilters, Query()]) -> Response:
        """The periods that have figures, latest first."""
        return asking.many(rows.Period, "open_periods", asked)

    @_get(app, "/subjects", rows.Page[rows.Subject])
    def subjects(asked: Annotated[filters.SubjectFilters, Query()]) -> Response:
        """Whom figures are about: everybody, cities, departments."""
        return asking.many(rows.Subject, "open_subjects", asked)

    @_get(app, "/indicators", rows.Page[rows.Indicator])
    def indicators(asked: Annotated[filters.IndicatorFilters, Query()]) -> Response:
        """What is measured, with definition and formula."""
        return asking.many(rows.Indicator, "open_indicators", asked)

    @_get(app, "/observations", rows.Page[rows.Observation])
    def observations(asked: Annotated[filters.ObservationFilters, Query()]) -> Response:
        """The figures: an indicator of a subject in a period, with its interval."""
        return asking.many(rows.Observation, "open_observations", asked)

    @_get(app, "/scorecards/{subject_id:path}", rows.Page[rows.Scorecard])
    def scorecards(
        subject_id: str, asked: Annotated[filters.ScorecardFilters, Query()]
    ) -> Response:
        """Scorecards of a subject, with the pillars and indicators that make them."""
        asking.check_subject(subject_id)
        return asking.many(
            rows.Scorecard, "open_scorecards", asked, subject_id=subject_id
        )

    @_get(app, "/rankings/satisfaction", rows.Page[rows.Ranked])
    def ranking(asked: Annotated[filters.RankingFilters, Query()]) -> Response:
        """How content citizens are with whom, and how sure each place is."""
        return asking.many(rows.Ranked, "open_ranking", asked)


def _get(
    app: FastAPI,
    path: str,
    model: type[BaseModel] | None = None,
    in_schema: bool = True,
) -> Callable[[Endpoint], Endpoint]:
    """A route that answers GET with the model in JSON, or the same rows as a file."""
    refusal = {"content": {problems.MEDIA_TYPE: {"schema": _REFERENCE}}}
    files = {CSV.split(";")[0]: {}, PARQUET: {"schema": _BINARY}}
    decorator: Callable[[Endpoint], Endpoint] = app.get(
        BASE + path,
        response_model=model,
        response_class=JSONResponse,
        include_in_schema=in_schema,
        responses={
            200: {"content": files, "description": "The rows, and their version."},
            404: {**refusal, "description": "There is no such subject."},
            422: {**refusal, "description": "A filter or its value is not known."},
            503: {**refusal, "description": "Nothing is published, or too much asked."},
        },
    )
    return decorator


_BINARY = {"type": "string", "format": "binary"}
_REFERENCE = {"$ref": "#/components/schemas/Problem"}


def _openapi(app: FastAPI) -> dict[str, Any]:
    told = get_openapi(
        title=app.title,
        version=app.version,
        description=app.description,
        routes=app.routes,
    )
    # Told as a reference above, since FastAPI would name application/json beside it.
    schemas = told.setdefault("components", {}).setdefault("schemas", {})
    problem = problems.Problem.model_json_schema(
        ref_template="#/components/schemas/{model}"
    )
    schemas.update(problem.pop("$defs"), Problem=problem)
    # The slash of an organ's subject_id is part of it.
    told["paths"] = {
        re.sub(r":path\}", "}", path): route for path, route in told["paths"].items()
    }
    return told


def _language(request: Request) -> str:
    return i18n.preferred(request.headers.get("accept-language", ""))


def _not_valid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    hints = get_type_hints(request.scope["route"].endpoint)
    asked = next(hint for name, hint in hints.items() if name.endswith("asked"))
    faults = problems.of_validation(error.errors(), asked)
    return problems.of_filters(_language(request), faults)


def _unfit(request: Request, error: Exception) -> Response:
    assert isinstance(error, problems.Unfit)
    return problems.of_filters(_language(request), error.faults)


def _no_subject(request: Request, error: Exception) -> Response:
    shown = str(error)[:100]
    return problems.answer(
        _language(request), 404, "open_data.no_subject", subject_id=shown
    )


def _unavailable(request: Request, _error: Exception) -> Response:
    return problems.answer(
        _language(request), 503, "open_data.unavailable", {"Retry-After": "30"}
    )


def _not_there(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    key = {405: "open_data.read_only"}.get(error.status_code, "open_data.no_route")
    status = 405 if error.status_code == 405 else 404
    return problems.answer(_language(request), status, key, error.headers)
