-- open_scorecards: scorecards of $subject_id, latest first, with the pillars and
-- indicators that make each score. One row a subject and period.
SELECT
    scorecard.subject_id,
    subject.kind AS subject_kind,
    said(subject.name, $language) AS subject_name,
    scorecard.scheme_id,
    said(scheme.name, $language) AS scheme_name,
    scorecard.period_kind,
    scorecard.period,
    scorecard.state,
    scorecard.score,
    scorecard.low,
    scorecard.high,
    scorecard.band,
    said(scheme_band.name, $language) AS band_name,
    scorecard.coverage,
    scorecard.rank,
    scorecard.rank_low,
    scorecard.rank_high,
    scorecard.tier,
    scorecard.peers,
    scorecard.n::BIGINT AS n,
    scorecard.previous_score,
    scorecard.previous_rank,
    scorecard.base_score,
    scorecard.adjustment,
    scorecard.grade,
    coalesce((
        SELECT list({
            'pillar': pillar.pillar,
            'pillar_name': said(declared.name, $language),
            'parent': pillar.parent,
            'score': pillar.score,
            'weight': pillar.weight,
            'contribution': pillar.contribution
        } ORDER BY pillar.position)
        FROM pillar_score AS pillar
        JOIN scheme_pillar AS declared USING (scheme_id, pillar)
        WHERE pillar.scheme_id = scorecard.scheme_id
            AND pillar.subject_id = scorecard.subject_id
            AND pillar.period_kind = scorecard.period_kind
            AND pillar.period = scorecard.period
    ), []) AS pillars,
    coalesce((
        SELECT list({
            'indicator_id': score.indicator_id,
            'indicator_name': said(indicator.name, $language),
            'pillar': score.pillar,
            'value': observation.value,
            'n': observation.n::BIGINT,
            'state': observation.state,
            'score': score.score,
            'weight': score.weight,
            'contribution': score.contribution
        } ORDER BY indicator.position)
        FROM score
        JOIN indicator USING (indicator_id)
        JOIN observation USING (indicator_id, subject_id, period_kind, period)
        WHERE score.scheme_id = scorecard.scheme_id
            AND score.subject_id = scorecard.subject_id
            AND score.period_kind = scorecard.period_kind
            AND score.period = scorecard.period
    ), []) AS indicators
FROM scorecard
JOIN subject USING (subject_id)
JOIN scheme USING (scheme_id)
LEFT JOIN scheme_band
    ON scheme_band.scheme_id = scorecard.scheme_id
    AND scheme_band.band = scorecard.band
WHERE scorecard.subject_id = $subject_id
    AND ($period_kind IS NULL OR scorecard.period_kind = $period_kind)
    AND ($period IS NULL OR scorecard.period = $period)
ORDER BY
    array_position(['quarter', 'month', 'year', 'rolling12'], scorecard.period_kind),
    scorecard.period DESC,
    scorecard.scheme_id
