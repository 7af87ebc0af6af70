-- method_peer_groups: who is compared with whom. One row a peer group with members.
SELECT
    subject.kind,
    said(peer_group.name, $language) AS name,
    count(*) FILTER (WHERE subject.ranked) AS ranked_count,
    list(
        said(subject.short_name, $language)
        ORDER BY subject.position
    ) AS members
FROM subject
JOIN peer_group
    ON peer_group.peer_group = subject.peer_group
    AND peer_group.kind = subject.kind
WHERE subject.kind IN ('city', 'department')
GROUP BY
    subject.kind,
    peer_group.peer_group,
    peer_group.name
ORDER BY
    subject.kind,
    min(subject.position)
