-- subject_scorecard: one subject in one period, by the newest scheme. One row, or none.
-- change: NULL too where the period before is not whole, or something was counted
-- otherwise in it (is_broken).
SELECT
    subject.subject_id,
    subject.kind,
    subject.city_id,
    subject.department_id,
    said(subject.name, $language) AS name,
    subject.ranked,
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
        is_compared($period_kind, $period)
        AND NOT is_broken($period_kind, $period, $subject_id, NULL),
        scorecard.score - scorecard.previous_score,
        NULL
    ) AS change,
    is_broken($period_kind, $period, $subject_id, NULL) AS is_broken,
    scorecard.previous_rank,
    scorecard.n,
    scorecard.state,
    scorecard.base_score,
    scorecard.adjustment,
    scorecard.grade,
    said(graded.name, $language) AS grade_name,
    scorecard.grade_why,
    said(veto.name, $language) AS veto_name
FROM subject
LEFT JOIN scorecard
    ON scorecard.subject_id = subject.subject_id
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
WHERE subject.subject_id = $subject_id
QUALIFY row_number() OVER (ORDER BY scheme.valid_from DESC NULLS LAST) = 1
