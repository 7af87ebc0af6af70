-- Indicators of schemes, with the scale of each. One row a scheme and indicator.
SELECT
    scheme_indicator.scheme_id,
    scheme_indicator.indicator_id,
    said(indicator.name, $language) AS name,
    said(scheme_pillar.name, $language) AS pillar_name,
    indicator.unit,
    scheme_indicator.weight,
    scheme_indicator.scoring,
    scheme_indicator.higher_is_better,
    scheme_indicator.worst,
    scheme_indicator.best,
    scheme_indicator.target,
    scheme_indicator.loss,
    scheme_indicator.least,
    scheme_indicator.most,
    scheme_indicator.middle,
    scheme_indicator.spread,
    scheme_indicator.steps_at,
    scheme_indicator.steps_points
FROM scheme_indicator
JOIN indicator USING (indicator_id)
JOIN scheme_pillar
    ON scheme_pillar.scheme_id = scheme_indicator.scheme_id
    AND scheme_pillar.pillar = scheme_indicator.pillar
ORDER BY
    scheme_indicator.scheme_id,
    scheme_pillar.position,
    indicator.position
