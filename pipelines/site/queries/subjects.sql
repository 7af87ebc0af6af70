-- Whom the public file is about. One row a subject.
SELECT
    subject.subject_id,
    subject.kind,
    said(subject.name, $language) AS name,
    said(subject.short_name, $language) AS short_name,
    said(peer_group.name, $language) AS group_name,
    subject.ranked
FROM subject
LEFT JOIN peer_group
    ON peer_group.peer_group = subject.peer_group
    AND peer_group.kind = subject.kind
WHERE subject.kind IN ('all', 'city', 'department')
ORDER BY
    array_position(['all', 'city', 'department'], subject.kind),
    subject.position,
    subject.subject_id
