-- What is measured. One row an indicator.
SELECT
    indicator.indicator_id,
    said(indicator.name, 'zh') AS name_zh,
    said(indicator.name, 'en') AS name_en,
    said(indicator.definition, 'zh') AS definition_zh,
    said(indicator.definition, 'en') AS definition_en,
    indicator.pillar,
    indicator.source,
    indicator.kind,
    indicator.unit,
    indicator.higher_is_better,
    indicator.formula,
    indicator.minimum_n,
    indicator.reference
FROM indicator
ORDER BY
    indicator.position,
    indicator.indicator_id
