-- indicator_table: every indicator of one subject in one period. One row an indicator.
-- change: NULL too where the period before is not whole, or something was counted
-- otherwise in it (is_broken).
WITH
asked AS (
    SELECT
        observation.*,
        is_broken($period_kind, $period, observation.subject_id, observation.indicator_id) AS is_broken
    FROM observation
    WHERE observation.subject_id IN (SELECT unnest($subject_ids))
        AND observation.period_kind = $period_kind
        AND observation.period = $period
),
past AS (
    SELECT
        subject_id,
        indicator_id,
        list(value ORDER BY period) AS history
    FROM observation
    WHERE subject_id IN (SELECT unnest($subject_ids))
        AND period_kind = 'month'
        AND period <= $period_end
        AND value IS NOT NULL
    GROUP BY subject_id, indicator_id
)
SELECT
    asked.subject_id AS asked_id,
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
    asked.numerator,
    asked.denominator,
    asked.value,
    asked.low,
    asked.high,
    if(
        is_compared($period_kind, $period) AND NOT asked.is_broken,
        asked.change,
        NULL
    ) AS change,
    asked.is_broken,
    asked.peer_median,
    asked.state,
    asked.more_than,
    scheme_indicator.target,
    score.score,
    coalesce(past.history, []) AS history
FROM asked
JOIN indicator ON indicator.indicator_id = asked.indicator_id
LEFT JOIN source ON source.source = indicator.source
LEFT JOIN scheme_indicator
    ON scheme_indicator.indicator_id = indicator.indicator_id
    AND scheme_indicator.scheme_id = $scheme_id
LEFT JOIN past
    ON past.indicator_id = asked.indicator_id
    AND past.subject_id = asked.subject_id
LEFT JOIN score
    ON score.indicator_id = asked.indicator_id
    AND score.subject_id = asked.subject_id
    AND score.period_kind = asked.period_kind
    AND score.period = asked.period
    AND score.scheme_id = $scheme_id
ORDER BY scheme_indicator.weight IS NULL, indicator.position, indicator.indicator_id
