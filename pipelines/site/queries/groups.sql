-- Places within each peer group, declared groups first. One row a group, subject and
-- period.
SELECT
    ranking.kind,
    ranking.period_kind,
    ranking.period,
    member.peer_group,
    said(peer_group.name, $language) AS group_name,
    member.subject_id,
    said(subject.short_name, $language) AS short_name,
    member.rank,
    member.rank_low,
    member.rank_high,
    ranking.share,
    ranking.n::BIGINT AS n
FROM subject_group AS member
JOIN satisfaction_ranking AS ranking USING (subject_id, period_kind, period)
JOIN subject USING (subject_id)
JOIN peer_group
    ON peer_group.peer_group = member.peer_group
    AND peer_group.kind = ranking.kind
WHERE member.rank IS NOT NULL
ORDER BY
    ranking.kind,
    ranking.period_kind,
    ranking.period,
    peer_group.basis,
    peer_group.from_n,
    member.peer_group,
    member.rank,
    subject.position
