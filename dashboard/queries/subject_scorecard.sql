-- subject_scorecard: one subject in one period, by the newest scheme. One row, or none.
-- change: NULL too where the period before is not whole, or something was counted
-- otherwise in it (is_broken).
WITH asked AS (
    SELECT
        subject.*,
        is_broken($period_kind, $period, subject.subject_id, NULL) AS is_broken
    FROM subject
    WHERE subject.subject_id IN (SELECT unnest($subject_ids))
)
SELECT
    asked.subject_id AS asked_id,
    asked.subject_id,
    asked.kind,
    asked.city_id,
    asked.department_id,
    said(asked.name, $language) AS name,
    asked.ranked,
    scorecard.scheme_id,
    scorecard.score,
    scorecard.low,
    scorecard.high,
    scorecard.band,
    said(scheme_band.name, $language) AS band_name,
    -- 0 is the best band: the shape beside the word follows it.
    (
        SELECT count(*)
        FROM scheme_band AS better
        WHERE better.scheme_id = scorecard.scheme_id
            AND better.from_score > scheme_band.from_score
    ) AS band_place,
    scheme_band.from_score = (
        SELECT min(lowest.from_score)
        FROM scheme_band AS lowest
        WHERE lowest.scheme_id = scorecard.scheme_id
    ) AS is_lowest,
    scorecard.coverage,
    scheme.coverage_minimum,
    scorecard.rank,
    scorecard.rank_low,
    scorecard.rank_high,
    scorecard.peers,
    if(
        is_compared($period_kind, $period) AND NOT asked.is_broken,
        scorecard.score - scorecard.previous_score,
        NULL
    ) AS change,
    asked.is_broken,
    scorecard.previous_rank,
    scorecard.n,
    scorecard.state,
    scorecard.base_score,
    scorecard.adjustment,
    scorecard.grade,
    said(graded.name, $language) AS grade_name,
    scorecard.grade_why,
    said(veto.name, $language) AS veto_name
FROM asked
LEFT JOIN scorecard
    ON scorecard.subject_id = asked.subject_id
    AND scorecard.period_kind = $period_kind
    AND scorecard.period = $period
LEFT JOIN scheme ON scheme.scheme_id = scorecard.scheme_id
LEFT JOIN scheme_band
    ON scheme_band.scheme_id = scorecard.scheme_id
    AND scheme_band.band = scorecard.band
LEFT JOIN scheme_band AS graded
    ON graded.scheme_id = scorecard.scheme_id
    AND graded.band = scorecard.grade
LEFT JOIN scheme_adjustment AS veto
    ON veto.scheme_id = scorecard.scheme_id
    AND veto.adjustment = scorecard.vetoed_by
QUALIFY row_number() OVER (
        PARTITION BY asked.subject_id
        ORDER BY scheme.valid_from DESC NULLS LAST
    ) = 1
