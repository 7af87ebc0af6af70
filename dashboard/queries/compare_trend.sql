-- compare_trend: one indicator of the chosen subjects over time.
-- One row a subject and period of $period_kind that has a value.
SELECT
    observation.subject_id,
    observation.period,
    observation.value,
    observation.low,
    observation.high,
    if(indicator.unit = 'share', observation.denominator, observation.n) AS n,
    observation.state = 'provisional' AS is_provisional
FROM observation
JOIN indicator USING (indicator_id)
WHERE observation.indicator_id = $indicator_id
    AND observation.period_kind = $period_kind
    AND list_contains($subjects, observation.subject_id)
    AND observation.value IS NOT NULL
ORDER BY
    list_position($subjects, observation.subject_id),
    observation.period
