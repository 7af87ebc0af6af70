-- method_indicators: every indicator as it is computed. One row an indicator.
-- Weight and goalposts are those of $scheme_id; NULL where it does not use the indicator.
SELECT
    indicator.indicator_id,
    indicator.pillar,
    said(scheme_pillar.name, $language) AS pillar_name,
    said(indicator.name, $language) AS name,
    said(indicator.definition, $language) AS definition,
    indicator.formula,
    indicator.kind,
    indicator.unit,
    indicator.higher_is_better,
    indicator.minimum_n,
    indicator.period_by,
    indicator.reference,
    indicator.source,
    said(source.name, $language) AS source_name,
    weighed.weight,
    weighed.scoring,
    weighed.worst,
    weighed.best,
    weighed.target,
    weighed.loss,
    weighed.least,
    weighed.most,
    weighed.middle,
    weighed.spread,
    weighed.steps_at,
    weighed.steps_points,
    weighed.higher_is_better AS rises
FROM indicator
LEFT JOIN source USING (source)
LEFT JOIN scheme_indicator AS weighed
    ON weighed.indicator_id = indicator.indicator_id
    AND weighed.scheme_id = $scheme_id
LEFT JOIN scheme_pillar
    ON scheme_pillar.pillar = indicator.pillar
    AND scheme_pillar.scheme_id = $scheme_id
ORDER BY
    indicator.position
