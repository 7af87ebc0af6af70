-- publication: the published file itself, its workspace named in $language. One row.
SELECT
    version,
    as_of,
    published_at,
    said(workspace_name, $language) AS workspace_name,
    completeness,
    latest_period,
    ranking_indicator,
    headline
FROM publication
