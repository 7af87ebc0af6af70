-- ranking_groups: peer groups with someone of $kind in the ranking. One row a group.
SELECT
    peer_group.peer_group,
    said(peer_group.name, $language) AS name
FROM peer_group
WHERE peer_group.kind = $kind
    AND peer_group.peer_group IN (
        SELECT ranking.peer_group
        FROM satisfaction_ranking AS ranking
        WHERE ranking.kind = $kind
    )
ORDER BY
    peer_group.peer_group
