-- The figures. One row an indicator, subject and period.
SELECT
    observation.indicator_id,
    observation.subject_id,
    observation.period_kind,
    observation.period,
    observation.state,
    observation.value,
    observation.low,
    observation.high,
    observation.n::BIGINT AS n,
    observation.numerator,
    observation.denominator,
    observation.more_than
FROM observation
JOIN indicator USING (indicator_id)
JOIN subject USING (subject_id)
ORDER BY
    indicator.position,
    observation.indicator_id,
    observation.period_kind,
    observation.period DESC,
    subject.position,
    observation.subject_id
