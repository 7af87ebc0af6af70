-- open_observations: the figures. One row an indicator, subject and period.
SELECT
    observation.indicator_id,
    said(indicator.name, $language) AS indicator_name,
    indicator.unit,
    observation.subject_id,
    subject.kind AS subject_kind,
    said(subject.name, $language) AS subject_name,
    observation.period_kind,
    observation.period,
    observation.state,
    observation.value,
    observation.low,
    observation.high,
    observation.n::BIGINT AS n,
    observation.numerator,
    observation.denominator,
    observation.more_than,
    observation.previous_value,
    observation.change,
    observation.peer_median
FROM observation
JOIN indicator USING (indicator_id)
JOIN subject USING (subject_id)
WHERE ($indicator_id IS NULL OR list_contains($indicator_id, observation.indicator_id))
    AND ($subject_id IS NULL OR list_contains($subject_id, observation.subject_id))
    AND ($kind IS NULL OR subject.kind = $kind)
    AND ($period_kind IS NULL OR observation.period_kind = $period_kind)
    AND ($period IS NULL OR observation.period = $period)
    AND ($period_from IS NULL OR observation.period >= $period_from)
    AND ($period_to IS NULL OR observation.period <= $period_to)
    AND ($state IS NULL OR observation.state = $state)
ORDER BY
    indicator.position,
    observation.indicator_id,
    array_position(['all', 'city', 'department', 'organ'], subject.kind),
    subject.position,
    observation.subject_id,
    array_position(['quarter', 'month', 'year', 'rolling12'], observation.period_kind),
    observation.period DESC
