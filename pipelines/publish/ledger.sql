-- One row: one file loaded, with what became of its rows, now.
CREATE OR REPLACE TABLE load AS
SELECT
    f.source,
    f.name AS file,
    f.sha256,
    f.loaded_at,
    f.rows_read,
    coalesce(s.loaded, 0) AS rows_loaded,
    f.rows_rejected,
    CASE WHEN f.same_as IS NOT NULL THEN f.rows_read - f.rows_rejected
        ELSE coalesce(s.duplicate, 0) END AS rows_duplicate,
    -- A file that another one replaces has no rows left: all are superseded.
    CASE WHEN f.same_as IS NOT NULL THEN 0
        WHEN f.superseded_by IS NOT NULL THEN f.rows_read - f.rows_rejected
        ELSE coalesce(s.superseded, 0) END AS rows_superseded,
    f.format,
    f.encoding,
    f.superseded_by,
    f.first_day,
    f.last_day,
    f.notes
FROM file AS f
LEFT JOIN standing_count AS s ON s.file_id = f.file_id
ORDER BY f.source, f.precedence;
