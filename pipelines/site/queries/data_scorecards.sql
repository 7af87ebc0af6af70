-- Scores. One row a subject and period.
SELECT
    scorecard.scheme_id,
    scorecard.subject_id,
    said(subject.name, 'zh') AS name_zh,
    said(subject.name, 'en') AS name_en,
    scorecard.period_kind,
    scorecard.period,
    scorecard.state,
    scorecard.score,
    scorecard.low,
    scorecard.high,
    scorecard.band,
    scorecard.coverage,
    scorecard.rank,
    scorecard.rank_low,
    scorecard.rank_high,
    scorecard.tier,
    scorecard.peers,
    scorecard.n::BIGINT AS n
FROM scorecard
JOIN subject USING (subject_id)
ORDER BY
    scorecard.period_kind,
    scorecard.period DESC,
    subject.position,
    scorecard.subject_id,
    scorecard.scheme_id
