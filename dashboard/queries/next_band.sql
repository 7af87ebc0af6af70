-- next_band: the band above a subject's own, if lists of improvements were looked for in
-- this period. One row, or none in the best band or elsewhere.
SELECT
    scorecard.subject_id AS asked_id,
    said(above.name, $language) AS name,
    longest.value AS longest
FROM scorecard
JOIN scheme_band AS own
    ON own.scheme_id = scorecard.scheme_id AND own.band = scorecard.band
JOIN scheme_band AS above
    ON above.scheme_id = own.scheme_id AND above.from_score > own.from_score
JOIN limit_value AS longest ON longest.name = 'lift_longest'
WHERE scorecard.scheme_id = $scheme_id
    AND scorecard.subject_id IN (SELECT unnest($subject_ids))
    AND scorecard.period_kind = $period_kind
    AND scorecard.period = $period
    AND scorecard.rank IS NOT NULL
    AND $period = (
        SELECT max(period.period)
        FROM period
        WHERE period.period_kind = $period_kind AND period.is_complete
    )
    AND $period_kind IN ('quarter', 'year')
QUALIFY row_number() OVER (
        PARTITION BY scorecard.subject_id
        ORDER BY above.from_score
    ) = 1
