-- Who is ranked, listed, or shown without a figure, in every period. One row a subject
-- and period.
SELECT
    ranking.kind,
    ranking.period_kind,
    ranking.period,
    ranking.subject_id,
    said(subject.name, $language) AS name,
    said(subject.short_name, $language) AS short_name,
    subject.ranked AS may_be_ranked,
    ranking.n::BIGINT AS n,
    ranking.share,
    ranking.low,
    ranking.high,
    ranking.adjusted,
    ranking.order_by,
    ranking.rank,
    ranking.rank_low,
    ranking.rank_high,
    ranking.tier,
    ranking.peers,
    ranking.best,
    ranking.could_be_best,
    ranking.differs,
    ranking.state,
    response.active_share
FROM satisfaction_ranking AS ranking
JOIN subject USING (subject_id)
LEFT JOIN response USING (subject_id, period_kind, period)
ORDER BY
    ranking.kind,
    ranking.period_kind,
    ranking.period,
    array_position(['ranked', 'listed', 'withheld', 'no_data'], ranking.state),
    ranking.rank,
    ranking.adjusted DESC,
    subject.position
