-- indicator_table: every indicator of one subject in one period. One row an indicator.
-- change: NULL too where the period before is not whole, or something was counted
-- otherwise in it (is_broken).
SELECT
    indicator.indicator_id,
    indicator.pillar,
    said(indicator.name, $language) AS name,
    said(indicator.definition, $language) AS definition,
    indicator.formula,
    indicator.reference,
    said(source.name, $language) AS source,
    indicator.unit,
    indicator.kind,
    indicator.higher_is_better,
    indicator.minimum_n,
    observation.numerator,
    observation.denominator,
    observation.value,
    observation.low,
    observation.high,
    if(
        is_compared($period_kind, $period)
        AND NOT is_broken($period_kind, $period, $subject_id, indicator.indicator_id),
        observation.change,
        NULL
    ) AS change,
    is_broken($period_kind, $period, $subject_id, indicator.indicator_id) AS is_broken,
    observation.peer_median,
    observation.state,
    observation.more_than,
    scheme_indicator.target,
    score.score,
    (
        SELECT coalesce(list(month.value ORDER BY month.period), [])
        FROM observation AS month
        WHERE month.indicator_id = indicator.indicator_id
            AND month.subject_id = $subject_id
            AND month.period_kind = 'month'
            AND month.period <= $period_end
            AND month.value IS NOT NULL
    ) AS history
FROM observation
JOIN indicator ON indicator.indicator_id = observation.indicator_id
LEFT JOIN source ON source.source = indicator.source
LEFT JOIN scheme_indicator
    ON scheme_indicator.indicator_id = indicator.indicator_id
    AND scheme_indicator.scheme_id = $scheme_id
LEFT JOIN score
    ON score.indicator_id = observation.indicator_id
    AND score.subject_id = observation.subject_id
    AND score.period_kind = observation.period_kind
    AND score.period = observation.period
    AND score.scheme_id = $scheme_id
WHERE observation.subject_id = $subject_id
    AND observation.period_kind = $period_kind
    AND observation.period = $period
ORDER BY scheme_indicator.weight IS NULL, indicator.position
