-- case_mix: what a subject reached beside what its mix of items lets expect.
-- One row an indicator.
SELECT
    case_mix.subject_id AS asked_id,
    indicator.indicator_id,
    said(indicator.name, $language) AS name,
    case_mix.n,
    case_mix.observed,
    case_mix.expected,
    case_mix.ratio,
    case_mix.adjusted,
    case_mix.low,
    case_mix.high,
    case_mix.observed / case_mix.n AS share
FROM case_mix
JOIN indicator USING (indicator_id)
WHERE case_mix.subject_id IN (SELECT unnest($subject_ids))
    AND case_mix.period_kind = $period_kind
    AND case_mix.period = $period
ORDER BY
    indicator.position
