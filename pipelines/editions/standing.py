"""What is published now, and whether it can be frozen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb

from pipelines import fingerprint
from pipelines.declarations.workspace import Workspace
from pipelines.editions import compare, manifest
from pipelines.editions.identity import Quarter
from pipelines.editions.manifest import AUDIENCES, Manifest
from pipelines.editions.told import FROZEN, WRITTEN, attached
from pipelines.errors import CallError, DataRefused
from pipelines.locations import Locations
from pipelines.publish import publish

NOTE_LENGTH = 500


@dataclass(frozen=True)
class Standing:
    """What is published now, as the internal file tells."""

    folder: Path
    files: Mapping[str, str]
    as_of: date
    input_hash: str

    def file(self, audience: str) -> Path:
        return self.folder / self.files[audience]


def standing_of(workspace: Workspace) -> Standing:
    """What is published; refuse what other declarations or another program made."""
    at = workspace.at
    current = publish.current(at)
    again = "Run `python -m pipelines run`, then freeze again."
    if current is None:
        raise DataRefused(f"Nothing is published in {at.published}/. {again}")
    files: dict[str, str] = dict(current["files"])  # type: ignore[call-overload]
    with duckdb.connect(str(at.published / files["internal"]), read_only=True) as con:
        ((workspace_hash, code_version, input_hash, as_of),) = con.execute(
            "SELECT workspace_hash, code_version, input_hash, as_of FROM publication"
        ).fetchall()
    if workspace_hash != workspace.hash():
        raise DataRefused(f"Declarations changed since {at.current}. {again}")
    if code_version != fingerprint.code_version():
        raise DataRefused(
            f"{at.current} was made by version {code_version} of the program. {again}"
        )
    return Standing(at.published, files, as_of, input_hash)


def check_period(con: duckdb.DuckDBPyConnection, quarter: Quarter) -> None:
    """Raise DataRefused unless the quarter is published and over."""
    found = con.execute(
        "SELECT is_complete, period_end FROM period WHERE period_kind = 'quarter' "
        "AND period = ?",
        [quarter.first_day],
    ).fetchall()
    if not found:
        raise DataRefused(f"{quarter} is not published: it has no observations.")
    ((is_complete, end),) = found
    if not is_complete:
        raise DataRefused(
            f"{quarter} is not complete: it ends on {end}, and what is published tells "
            "of an earlier day. Run again after that day, then freeze."
        )


def differs(at: Locations, standing: Standing, last: Manifest) -> bool:
    """Whether any row of the quarter is other than in its last edition."""
    for audience in AUDIENCES:
        with duckdb.connect() as con:
            con.execute("SET TimeZone = 'UTC'")
            frozen = attached(con, manifest.file(at, last.edition, audience))
            with frozen, attached(con, standing.file(audience), WRITTEN):
                leave = compare.Leave(tables=("edition", "edition_change"))
                found = compare.files(
                    con, FROZEN, WRITTEN, leave=leave, quarter=last.period
                )
        if not all(each.is_equal for each in found):
            return True
    return False


def notes(given: list[str], languages: tuple[str, ...]) -> dict[str, str] | None:
    """`text` for the workspace's first language, `en=text` for another."""
    found = {}
    for each in given:
        language, equals, text = each.partition("=")
        if not equals or language.strip() not in languages:
            language, text = languages[0], each
        text = " ".join(text.split())
        if not 0 < len(text) <= NOTE_LENGTH:
            raise CallError(
                f"--note is {each[:40]!r}. Expected: 1 to {NOTE_LENGTH} characters."
            )
        found[language.strip()] = text
    return found or None
