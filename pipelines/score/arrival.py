"""How much of every source arrived, month by month, and from how many."""

from __future__ import annotations

import duckdb

from pipelines.validate.typed import LOADED

_COUNTED = f"""
-- One row: a source and a month of its dated_by, with what stands.
CREATE OR REPLACE TABLE arrival AS
SELECT
    source,
    month,
    sum(rows)::BIGINT AS rows,
    count(DISTINCT city_id)::INTEGER AS cities,
    count(DISTINCT department_id)::INTEGER AS departments
FROM partial.arrived
WHERE standing = {LOADED}
GROUP BY source, month
ORDER BY source, month
"""


def count(con: duckdb.DuckDBPyConnection) -> None:
    """Table arrival: rows, cities and departments."""
    con.execute(_COUNTED)
