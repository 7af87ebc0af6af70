-- quality_sources: how fresh and how whole each source is. One row a source, with or
-- without files. Files that a later one corrects count as read, not as the last day.
SELECT
    source.source,
    said(source.name, $language) AS name,
    source.reject_limit,
    count(load.file) AS file_count,
    max(load.last_day) FILTER (WHERE load.superseded_by IS NULL) AS last_day,
    date_diff(
        'day',
        max(load.last_day) FILTER (WHERE load.superseded_by IS NULL),
        publication.as_of
    ) AS days_behind,
    max(load.loaded_at) AS loaded_at,
    coalesce(sum(load.rows_read), 0)::BIGINT AS rows_read,
    coalesce(sum(load.rows_loaded), 0)::BIGINT AS rows_loaded,
    coalesce(sum(load.rows_rejected), 0)::BIGINT AS rows_rejected,
    coalesce(sum(load.rows_duplicate), 0)::BIGINT AS rows_duplicate,
    coalesce(sum(load.rows_superseded), 0)::BIGINT AS rows_superseded,
    sum(load.rows_rejected) / nullif(sum(load.rows_read), 0) AS rejected_share
FROM source
CROSS JOIN publication
LEFT JOIN load USING (source)
GROUP BY
    source.source,
    source.name,
    source.reject_limit,
    publication.as_of
ORDER BY
    source.source
