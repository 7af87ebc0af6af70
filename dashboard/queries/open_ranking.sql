-- open_ranking: the satisfaction ranking; places within the reader's peer group stand
-- beside those among everybody. One row a ranked or listed subject and period.
SELECT
    ranking.subject_id,
    said(subject.name, $language) AS subject_name,
    ranking.kind,
    ranking.peer_group,
    said(peer_group.name, $language) AS peer_group_name,
    ranking.period_kind,
    ranking.period,
    publication.ranking_indicator AS indicator_id,
    ranking.state,
    ranking.n::BIGINT AS n,
    ranking.share,
    ranking.low,
    ranking.high,
    ranking.adjusted,
    ranking.order_by,
    ranking.drawn_to,
    ranking.reliability,
    ranking.rank,
    ranking.rank_low,
    ranking.rank_high,
    ranking.tier,
    ranking.expected_rank,
    ranking.peers,
    ranking.set_low,
    ranking.set_high,
    ranking.best,
    ranking.could_be_best,
    ranking.differs,
    ranking.group_rank,
    ranking.group_rank_low,
    ranking.group_rank_high,
    ranking.group_tier,
    ranking.group_peers
FROM satisfaction_ranking AS ranking
CROSS JOIN publication
JOIN subject USING (subject_id)
LEFT JOIN peer_group
    ON peer_group.peer_group = ranking.peer_group
    AND peer_group.kind = ranking.kind
WHERE ($kind IS NULL OR ranking.kind = $kind)
    AND ($peer_group IS NULL OR ranking.peer_group = $peer_group)
    AND ($period_kind IS NULL OR ranking.period_kind = $period_kind)
    AND ($period IS NULL OR ranking.period = $period)
ORDER BY
    array_position(['quarter', 'year', 'rolling12'], ranking.period_kind),
    ranking.period DESC,
    ranking.kind,
    array_position(['ranked', 'listed', 'withheld', 'no_data'], ranking.state),
    ranking.rank,
    ranking.adjusted DESC,
    subject.position
