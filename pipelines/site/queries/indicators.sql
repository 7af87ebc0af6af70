-- What is measured. One row an indicator.
SELECT
    indicator.indicator_id,
    said(indicator.name, $language) AS name,
    said(indicator.definition, $language) AS definition,
    indicator.formula,
    indicator.kind,
    indicator.unit,
    indicator.higher_is_better,
    indicator.minimum_n,
    indicator.reference,
    said(source.name, $language) AS source_name
FROM indicator
LEFT JOIN source USING (source)
ORDER BY
    indicator.position,
    indicator.indicator_id
