-- open_publication: what the public file says of itself. One row.
SELECT
    publication.version,
    publication.as_of,
    publication.published_at,
    said(publication.workspace_name, $language) AS workspace_name,
    publication.languages,
    publication.latest_period,
    publication.completeness,
    publication.ranking_indicator,
    publication.headline,
    publication.code_version,
    publication.input_hash,
    (
        SELECT limit_value.value
        FROM limit_value
        WHERE limit_value.name = 'withheld_below'
    )::BIGINT AS withheld_below,
    (
        SELECT limit_value.value
        FROM limit_value
        WHERE limit_value.name = 'not_ranked_below'
    )::BIGINT AS not_ranked_below
FROM publication
