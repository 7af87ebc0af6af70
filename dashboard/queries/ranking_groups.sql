-- ranking_groups: groups with someone of $kind in the ranking of the period.
-- One row a group: the declared ones by name, then those by volume, smallest first.
SELECT
    peer_group.peer_group,
    said(peer_group.name, $language) AS name
FROM peer_group
WHERE peer_group.kind = $kind
    AND peer_group.peer_group IN (
        SELECT member.peer_group
        FROM subject_group AS member
        JOIN satisfaction_ranking AS ranking USING (subject_id, period_kind, period)
        WHERE ranking.kind = $kind
            AND member.period_kind = $period_kind
            AND member.period = $period
    )
ORDER BY
    peer_group.basis,
    peer_group.from_n,
    peer_group.peer_group
