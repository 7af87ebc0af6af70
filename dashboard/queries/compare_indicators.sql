-- compare_indicators: every indicator of the chosen subjects. One row an indicator and
-- subject, the first of $subjects being the one the others are held against. Indicators
-- that none of them has are left out. difference: 'higher' or 'lower' than the first
-- subject where the two 95 % intervals do not overlap, 'none' where they do, NULL where
-- either has no interval.
WITH seen AS (
    SELECT
        observation.indicator_id,
        observation.subject_id,
        observation.denominator,
        observation.n,
        observation.value,
        observation.low,
        observation.high,
        observation.state,
        observation.more_than
    FROM observation
    WHERE observation.period_kind = $period_kind
        AND observation.period = $period
        AND list_contains($subjects, observation.subject_id)
)

SELECT
    indicator.indicator_id,
    said(indicator.name, $language) AS name,
    indicator.pillar,
    indicator.unit,
    indicator.higher_is_better,
    subject.subject_id,
    seen.value,
    -- An official share counts as one row; what it rests on stands below its line.
    if(indicator.unit = 'share', seen.denominator, seen.n) AS n,
    seen.low,
    seen.high,
    coalesce(seen.state, 'unknown') AS state,
    seen.more_than,
    CASE
        WHEN subject.subject_id = $subjects[1] THEN NULL
        WHEN seen.low > held.high THEN 'higher'
        WHEN seen.high < held.low THEN 'lower'
        WHEN seen.low IS NOT NULL AND held.low IS NOT NULL THEN 'none'
    END AS difference
FROM indicator
JOIN subject ON list_contains($subjects, subject.subject_id)
LEFT JOIN seen
    ON seen.indicator_id = indicator.indicator_id
    AND seen.subject_id = subject.subject_id
LEFT JOIN seen AS held
    ON held.indicator_id = indicator.indicator_id
    AND held.subject_id = $subjects[1]
WHERE EXISTS (
    SELECT 1
    FROM seen AS any_seen
    WHERE any_seen.indicator_id = indicator.indicator_id
)
ORDER BY
    indicator.position,
    list_position($subjects, subject.subject_id)
