"""The open data do what their own OpenAPI document says, and survive nonsense."""

from pathlib import Path
from typing import Any

import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import positive_data_acceptance

from dashboard.open_data import server

EXAMPLES = 8


def test_every_route_answers_as_its_document_says(workspace: Path) -> None:
    schema = schemathesis.openapi.from_asgi("/api/v1/openapi.json", server.Alone())
    asked: dict[str, set[int]] = {}
    for found in schema.get_all_operations():
        operation = found.ok()
        asked[operation.path] = statuses_of(operation)
    assert {path.removeprefix("/api/v1/") for path in asked} == {
        "publication",
        "periods",
        "subjects",
        "indicators",
        "observations",
        "scorecards/{subject_id}",
        "rankings/satisfaction",
    }
    # Nonsense alone would prove little.
    assert all(200 in statuses for statuses in asked.values())


def statuses_of(operation: Any) -> set[int]:
    """What a route answered, each answer held against the document."""
    statuses = set()

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy())
    def survives(case: Any) -> None:
        answer = case.call_and_validate(excluded_checks=[positive_data_acceptance])
        statuses.add(answer.status_code)

    survives()
    # Whether a name is in the publication no document can say; these are.
    known = {"subject_id": "city:230100"} if "{" in operation.path else {}
    for form in ("json", "csv", "parquet"):
        case = operation.Case(path_parameters=known, query={"format": form})
        statuses.add(case.call_and_validate().status_code)
    return statuses
