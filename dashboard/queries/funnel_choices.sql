-- funnel_choices: what there are funnels of, heaviest indicator first, latest quarter
-- first. One row an indicator, kind of subject and quarter.
SELECT DISTINCT
    funnel_point.indicator_id,
    said(indicator.name, $language) AS indicator,
    indicator.position,
    subject.kind,
    funnel_point.period_kind,
    funnel_point.period,
    period.is_provisional
FROM funnel_point
JOIN subject ON subject.subject_id = funnel_point.subject_id
JOIN indicator ON indicator.indicator_id = funnel_point.indicator_id
JOIN period
    ON period.period_kind = funnel_point.period_kind
    AND period.period = funnel_point.period
ORDER BY indicator.position, subject.kind, funnel_point.period DESC
