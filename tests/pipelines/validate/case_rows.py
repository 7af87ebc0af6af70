"""Cases whose clocks are looked at: a small source, and rows by name."""

from pathlib import Path

from tests.pipelines.worlds import World

CASES = """\
key      = ["case_id"]
dated_by = "accepted_at"
name     = { zh = "办件", en = "Cases" }

[columns.case_id]
[columns.accepted_at]
kind     = "timestamp"
required = true
[columns.closed_at]
kind = "timestamp"
[columns.promised_days]
kind = "integer"
[columns.legal_days]
kind = "integer"
[columns.day_unit]
kind    = "code"
default = "working"
codes   = { "工作日" = "working", "自然日" = "natural" }
[columns.paused_days]
kind = "integer"

[clock]
paused_days = "paused_days"
pauses      = "case_pauses"
"""
PAUSES = """\
key      = ["case_id", "kind", "started_on"]
dated_by = "started_on"
name     = { zh = "特别程序", en = "Special procedures" }

[columns.case_id]
[columns.kind]
kind  = "code"
codes = { "1" = "extend", "2" = "suspend" }
[columns.started_on]
kind = "date"
[columns.ended_on]
kind = "date"
[columns.extra_days]
kind = "integer"
"""
CASE_HEADER = (
    "case_id,accepted_at,closed_at,promised_days,legal_days,day_unit,paused_days"
)
PAUSE_HEADER = "case_id,kind,started_on,ended_on,extra_days"


def clock_world(root: Path) -> World:
    """A workspace with cases and their special procedures."""
    return World(root, cases=CASES, case_pauses=PAUSES)


def cases(*rows: str) -> str:
    """A raw file; what a row leaves out at its end is empty."""
    return _padded(CASE_HEADER, rows)


def pauses(*rows: str) -> str:
    """A raw file of special procedures."""
    return _padded(PAUSE_HEADER, rows)


def _padded(header: str, rows: tuple[str, ...]) -> str:
    width = header.count(",")
    padded = [
        ",".join(cell.strip() for cell in row.split(","))
        + "," * (width - row.count(","))
        for row in rows
    ]
    return "\n".join([header, *padded]) + "\n"
