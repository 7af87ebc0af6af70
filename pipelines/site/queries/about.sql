-- What is published, and what the ranking goes by. One row.
SELECT
    publication.version,
    publication.as_of,
    publication.published_at,
    said(publication.workspace_name, $language) AS workspace,
    publication.latest_period,
    publication.headline,
    indicator.indicator_id AS ranking_indicator,
    said(indicator.name, $language) AS ranked_by,
    said(indicator.definition, $language) AS ranked_by_definition
FROM publication
LEFT JOIN indicator
    ON indicator.indicator_id = publication.ranking_indicator
