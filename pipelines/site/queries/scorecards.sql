-- Scores of quarters that are over, latest first. One row a subject and quarter.
SELECT
    scorecard.subject_id,
    scorecard.period_kind,
    scorecard.period,
    scorecard.score,
    scorecard.low,
    scorecard.high,
    said(scheme_band.name, $language) AS band_name,
    scorecard.coverage,
    scorecard.rank,
    scorecard.rank_low,
    scorecard.rank_high,
    scorecard.peers,
    scorecard.previous_score,
    scorecard.state
FROM scorecard
JOIN period USING (period_kind, period)
LEFT JOIN scheme_band
    ON scheme_band.scheme_id = scorecard.scheme_id
    AND scheme_band.band = scorecard.band
WHERE scorecard.period_kind = 'quarter'
    AND period.is_complete
ORDER BY
    scorecard.subject_id,
    scorecard.period DESC
