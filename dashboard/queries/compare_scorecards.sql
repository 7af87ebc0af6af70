-- compare_scorecards: the composite of each chosen subject, in the order of $subjects.
-- One row a subject. difference: as in
-- compare_indicators, against the first of $subjects. change: NULL too where the period
-- before is not whole.
WITH seen AS (
    SELECT
        scorecard.scheme_id,
        scorecard.subject_id,
        scorecard.score,
        scorecard.low,
        scorecard.high,
        scorecard.band,
        scorecard.rank,
        scorecard.rank_low,
        scorecard.rank_high,
        scorecard.peers,
        scorecard.coverage,
        if(
            is_compared($period_kind, $period)
            AND NOT is_broken($period_kind, $period, scorecard.subject_id, NULL),
            scorecard.score - scorecard.previous_score,
            NULL
        ) AS change,
        is_broken($period_kind, $period, scorecard.subject_id, NULL) AS is_broken,
        scorecard.n,
        scorecard.state
    FROM scorecard
    WHERE scorecard.period_kind = $period_kind
        AND scorecard.period = $period
        AND list_contains($subjects, scorecard.subject_id)
)

SELECT
    subject.subject_id,
    said(subject.short_name, $language) AS name,
    seen.score,
    seen.low,
    seen.high,
    said(scheme_band.name, $language) AS band_name,
    seen.rank,
    seen.rank_low,
    seen.rank_high,
    seen.peers,
    seen.coverage,
    seen.change,
    coalesce(seen.is_broken, FALSE) AS is_broken,
    seen.n,
    coalesce(seen.state, 'unknown') AS state,
    TRUE AS higher_is_better,
    CASE
        WHEN subject.subject_id = $subjects[1] THEN NULL
        WHEN seen.low > held.high THEN 'higher'
        WHEN seen.high < held.low THEN 'lower'
        WHEN seen.low IS NOT NULL AND held.low IS NOT NULL THEN 'none'
    END AS difference
FROM subject
LEFT JOIN seen ON seen.subject_id = subject.subject_id
LEFT JOIN seen AS held ON held.subject_id = $subjects[1]
LEFT JOIN scheme_band
    ON scheme_band.scheme_id = seen.scheme_id
    AND scheme_band.band = seen.band
WHERE list_contains($subjects, subject.subject_id)
ORDER BY
    list_position($subjects, subject.subject_id)
