-- open_indicators: what is measured, in the public's sight. One row an indicator.
SELECT
    indicator.indicator_id,
    said(indicator.name, $language) AS name,
    said(indicator.short_name, $language) AS short_name,
    said(indicator.definition, $language) AS definition,
    indicator.pillar,
    indicator.source,
    said(source.name, $language) AS source_name,
    indicator.kind,
    indicator.unit,
    indicator.higher_is_better,
    indicator.formula,
    indicator.period_by,
    indicator.minimum_n,
    indicator.reference
FROM indicator
LEFT JOIN source USING (source)
WHERE ($indicator_id IS NULL OR list_contains($indicator_id, indicator.indicator_id))
    AND ($pillar IS NULL OR indicator.pillar = $pillar)
ORDER BY
    indicator.position,
    indicator.indicator_id
