-- ranking_indicator: what the ranking's share is, and its limits. At most one row.
SELECT
    indicator.indicator_id,
    said(indicator.name, $language) AS name,
    said(indicator.short_name, $language) AS short_name,
    said(indicator.definition, $language) AS definition,
    (
        SELECT limit_value.value FROM limit_value
        WHERE limit_value.name = 'withheld_below'
    ) AS withheld_below,
    (
        SELECT limit_value.value FROM limit_value
        WHERE limit_value.name = 'not_ranked_below'
    ) AS not_ranked_below,
    publication.version,
    publication.as_of
FROM publication
JOIN indicator ON indicator.indicator_id = publication.ranking_indicator
