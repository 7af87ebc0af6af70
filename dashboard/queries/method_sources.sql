-- method_sources: where raw data come from. One row a source.
SELECT
    source.source,
    said(source.name, $language) AS name,
    source.key,
    source.reject_limit
FROM source
ORDER BY
    source.source
