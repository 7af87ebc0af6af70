"""What is published, and the last load of every source."""

from __future__ import annotations

from typing import Any

import duckdb

from pipelines.declarations import workspace as declarations
from pipelines.locations import Locations
from pipelines.publish.publish import current


def status(at: Locations) -> dict[str, Any]:
    """Read from the published internal file, so that a run at work is not disturbed."""
    workspace = declarations.load(at)
    standing = current(at)
    if standing is None:
        return {"status": "nothing published", "sources": []}
    files = dict(standing["files"])  # type: ignore[call-overload]
    with duckdb.connect(str(at.published / files["internal"]), read_only=True) as con:
        rows = con.execute(
            """
            -- One row a source: its ledger in one line.
            SELECT
                s.source,
                count(l.file) AS files,
                max(l.loaded_at) AS last_loaded_at,
                max(l.last_day) AS last_day,
                coalesce(sum(l.rows_read), 0)::BIGINT AS rows_read,
                coalesce(sum(l.rows_loaded), 0)::BIGINT AS rows_loaded,
                coalesce(sum(l.rows_rejected), 0)::BIGINT AS rows_rejected,
                coalesce(sum(l.rows_duplicate), 0)::BIGINT AS rows_duplicate,
                coalesce(sum(l.rows_superseded), 0)::BIGINT AS rows_superseded
            FROM source AS s
            LEFT JOIN load AS l ON l.source = s.source
            GROUP BY s.source
            ORDER BY s.source
            """
        )
        names = [column[0] for column in rows.description or []]
        sources = [dict(zip(names, row, strict=True)) for row in rows.fetchall()]
    return {
        "status": "published",
        "version": standing["version"],
        "as_of": standing["as_of"],
        "published_at": standing["published_at"],
        "workspace": workspace.settings.name,
        "sources": sources,
    }


def in_words(found: dict[str, Any]) -> str:
    """The status as lines."""
    if found["status"] != "published":
        return "Nothing is published yet. Run `python -m pipelines run`."
    lines = [
        f"Published {found['version']}, as of {found['as_of']}, "
        f"at {found['published_at']}."
    ]
    for s in found["sources"]:
        if not s["files"]:
            lines.append(f"{s['source']}: nothing loaded yet")
            continue
        lines.append(
            f"{s['source']}: {s['files']} files, "
            f"last loaded {s['last_loaded_at']} UTC, "
            f"newest row {s['last_day']}; {s['rows_read']:,} rows read = "
            f"{s['rows_loaded']:,} loaded + {s['rows_rejected']:,} rejected + "
            f"{s['rows_duplicate']:,} duplicates + {s['rows_superseded']:,} superseded"
        )
    return "\n".join(lines)
