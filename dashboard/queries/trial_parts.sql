-- trial_parts: what can be weighed otherwise: the pillars and indicators of the scheme that
-- scores a period. One row a node, each before those within it; share is among siblings.
WITH chosen AS (
    SELECT max(scorecard.scheme_id) AS scheme_id
    FROM scorecard
    WHERE scorecard.period_kind = $period_kind
        AND scorecard.period = $period
)
SELECT
    scheme_pillar.scheme_id,
    'pillar:' || scheme_pillar.pillar AS node,
    coalesce('pillar:' || scheme_pillar.parent, '') AS parent,
    said(scheme_pillar.name, $language) AS name,
    scheme_pillar.share,
    scheme_pillar.depth,
    TRUE AS is_pillar,
    scheme_pillar.position AS place,
    0 AS place_within
FROM scheme_pillar
JOIN chosen ON chosen.scheme_id = scheme_pillar.scheme_id
UNION ALL
SELECT
    scheme_indicator.scheme_id,
    'indicator:' || scheme_indicator.indicator_id,
    'pillar:' || scheme_indicator.pillar,
    said(indicator.short_name, $language),
    scheme_indicator.share,
    scheme_pillar.depth + 1,
    FALSE,
    scheme_pillar.position,
    indicator.position
FROM scheme_indicator
JOIN chosen ON chosen.scheme_id = scheme_indicator.scheme_id
JOIN indicator ON indicator.indicator_id = scheme_indicator.indicator_id
JOIN scheme_pillar
    ON scheme_pillar.scheme_id = scheme_indicator.scheme_id
    AND scheme_pillar.pillar = scheme_indicator.pillar
ORDER BY place, is_pillar DESC, place_within
