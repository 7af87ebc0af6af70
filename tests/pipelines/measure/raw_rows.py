"""Raw rows as a test writes them: a few columns, a reason, and ordinary values else."""

from __future__ import annotations

import csv
import io

# What a test calls a column, and what the source calls it.
SHORT = {
    "accepted": "accepted_at",
    "closed": "closed_at",
    "rated": "rated_at",
    "promised": "promised_days",
    "legal": "legal_days",
    "unit": "day_unit",
    "department": "department_id",
    "city": "city_id",
    "item": "item_id",
    "subject": "subject_id",
}
PLACE = {"item_id": "000109001000", "department_id": "gaj", "city_id": "230100"}
ORDINARY: dict[str, dict[str, str]] = {
    "cases": {
        "case_id": "",
        **PLACE,
        "channel": "window",
        "accepted_at": "",
        "promised_days": "5",
        "legal_days": "20",
        "day_unit": "working",
        "closed_at": "",
        "result": "",
        "visits": "1",
    },
    "case_pauses": {
        "case_id": "",
        "kind": "suspend",
        "started_on": "",
        "ended_on": "",
        "extra_days": "",
    },
    "ratings": {
        "case_id": "",
        "service_number": "1",
        **PLACE,
        "channel": "window",
        "level": "5",
        "window_id": "",
        "tags": "",
        "comment": "",
        "rated_at": "2026-07-10",
    },
    "assessments": {
        "assessment_id": "",
        "method": "expert",
        "subject_id": "department:gaj",
        "cycle": "2026Q3",
        "assessor": "A",
        "score": "",
        "assessed_at": "2026-07-10",
    },
    "statistics": {
        "statistic_id": "online_centre_coverage",
        "subject_id": "all",
        "period": "2026-07-01",
        "numerator": "",
        "denominator": "",
        "value": "",
        "document": "",
    },
}
MOMENTS = ("accepted_at", "closed_at", "rated_at")


def raw_csv(source: str, table: str, stem: str) -> str:
    """The CSV of a table.

    A column `times` repeats a row; a row without its number gets one that no other
    file has; a day without a time means ten o'clock.
    """
    ordinary = ORDINARY[source]
    out = io.StringIO()
    writer = csv.DictWriter(out, list(ordinary), lineterminator="\n")
    writer.writeheader()
    number = 0
    for row in read(table):
        times = int(row.pop("times", "1"))
        for _ in range(times):
            number += 1
            writer.writerow(_whole(ordinary, row, f"{stem}/{number}"))
    return out.getvalue()


def read(table: str) -> list[dict[str, str]]:
    """The rows of a table, without the reasons."""
    lines = [line.split("#")[0].strip() for line in table.strip().splitlines()]
    header, *body = (
        [cell.strip() for cell in line.split(",")] for line in lines if line
    )
    names = [SHORT.get(name, name) for name in header]
    return [dict(zip(names, cells, strict=True)) for cells in body]


def _whole(
    ordinary: dict[str, str], row: dict[str, str], number: str
) -> dict[str, str]:
    whole = {**ordinary, **row}
    for key in ("case_id", "assessment_id"):
        if key in whole and not whole[key]:
            whole[key] = number
    for moment in MOMENTS:
        if len(whole.get(moment, "")) == len("2026-07-01"):
            whole[moment] += " 10:00:00"
    if "tags" in whole:
        whole["tags"] = whole["tags"].replace(";", ",")
    return whole
