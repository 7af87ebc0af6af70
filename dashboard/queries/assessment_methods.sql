-- assessment_methods: every method of assessment for one subject in one period, with who
-- judged, how far they differ and agree. One row a method, which is an indicator with
-- judges. is_apart: nobody connects its assessors, so that they cannot be compared.
SELECT
    observation.subject_id AS asked_id,
    indicator.indicator_id,
    said(indicator.name, $language) AS name,
    said(indicator.definition, $language) AS definition,
    indicator.formula,
    indicator.reference,
    said(source.name, $language) AS source,
    indicator.kind,
    indicator.unit,
    indicator.minimum_n,
    observation.numerator,
    observation.denominator,
    observation.value,
    observation.state,
    panel.assessors,
    panel.judgements,
    panel.spread,
    panel.adjusted,
    panel.adjusted_error,
    agreed.reliability,
    coalesce(NOT agreed.is_reliable, FALSE) AS is_doubtful,
    coalesce(NOT agreed.is_connected, FALSE) AS is_apart
FROM observation
JOIN indicator ON indicator.indicator_id = observation.indicator_id
LEFT JOIN source ON source.source = indicator.source
LEFT JOIN panel
    ON panel.indicator_id = observation.indicator_id
    AND panel.subject_id = observation.subject_id
    AND panel.period_kind = observation.period_kind
    AND panel.period = observation.period
LEFT JOIN method_reliability AS agreed
    ON agreed.indicator_id = observation.indicator_id
    AND agreed.period_kind = observation.period_kind
    AND agreed.period = observation.period
WHERE observation.subject_id IN (SELECT unnest($subject_ids))
    AND observation.period_kind = $period_kind
    AND observation.period = $period
    AND observation.indicator_id IN (SELECT judged.indicator_id FROM panel AS judged)
ORDER BY indicator.position
