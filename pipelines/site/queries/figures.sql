-- Figures of the latest complete quarter. One row a subject and indicator.
SELECT
    observation.subject_id,
    observation.indicator_id,
    said(indicator.name, $language) AS name,
    indicator.unit,
    indicator.kind,
    observation.value,
    observation.low,
    observation.high,
    observation.n::BIGINT AS n,
    observation.state,
    observation.more_than,
    observation.change,
    score.score
FROM observation
JOIN publication
    ON observation.period = publication.latest_period
JOIN indicator USING (indicator_id)
LEFT JOIN score USING (indicator_id, subject_id, period_kind, period)
WHERE observation.period_kind = 'quarter'
ORDER BY
    observation.subject_id,
    indicator.position,
    observation.indicator_id
