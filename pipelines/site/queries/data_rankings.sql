-- The satisfaction ranking. One row a ranked or listed subject and period.
SELECT
    ranking.kind,
    ranking.period_kind,
    ranking.period,
    ranking.subject_id,
    said(subject.name, 'zh') AS name_zh,
    said(subject.name, 'en') AS name_en,
    ranking.peer_group,
    ranking.state,
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
    ranking.set_low,
    ranking.set_high,
    ranking.could_be_best,
    ranking.differs
FROM satisfaction_ranking AS ranking
JOIN subject USING (subject_id)
ORDER BY
    ranking.kind,
    ranking.period_kind,
    ranking.period DESC,
    ranking.rank,
    subject.position,
    ranking.subject_id
