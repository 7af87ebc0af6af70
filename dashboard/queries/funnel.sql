-- funnel: the subjects of a kind in a quarter, by how many rows they have. One row a
-- subject.
SELECT
    funnel_point.subject_id,
    said(subject.short_name, $language) AS name,
    indicator.unit,
    funnel_point.n,
    funnel_point.value,
    funnel_point.centre,
    funnel_point.low_watch,
    funnel_point.high_watch,
    funnel_point.low_alarm,
    funnel_point.high_alarm,
    funnel_point.z,
    funnel_point.class AS found,
    funnel_point.direction
FROM funnel_point
JOIN subject ON subject.subject_id = funnel_point.subject_id
JOIN indicator ON indicator.indicator_id = funnel_point.indicator_id
WHERE funnel_point.indicator_id = $indicator_id
    AND subject.kind = $kind
    AND funnel_point.period_kind = 'quarter'
    AND funnel_point.period = $period
ORDER BY funnel_point.n, funnel_point.subject_id
