-- quality_loads: the files loaded, latest first, at most $at_most. One row a file.
-- $source: one source, or '' for all. is_balanced: every row read is accounted for.
-- file_count, unbalanced_count: of all files, not only of those that are listed.
SELECT
    load.source,
    coalesce(said(source.name, $language), load.source) AS source_name,
    load.file,
    load.loaded_at,
    load.first_day,
    load.last_day,
    load.rows_read,
    load.rows_loaded,
    load.rows_rejected,
    load.rows_duplicate,
    load.rows_superseded,
    load.rows_read = load.rows_loaded + load.rows_rejected
        + load.rows_duplicate + load.rows_superseded AS is_balanced,
    load.format,
    load.encoding,
    load.superseded_by,
    load.notes,
    count(*) OVER () AS file_count,
    count(*) FILTER (
        WHERE load.rows_read <> load.rows_loaded + load.rows_rejected
            + load.rows_duplicate + load.rows_superseded
    ) OVER () AS unbalanced_count
FROM load
LEFT JOIN source USING (source)
WHERE $source = '' OR load.source = $source
ORDER BY
    load.loaded_at DESC,
    load.source,
    load.file DESC
LIMIT $at_most
