-- open_subjects: what is evaluated, as far as the public sees it. One row a subject.
SELECT
    subject.subject_id,
    subject.kind,
    subject.city_id,
    subject.department_id,
    said(subject.name, $language) AS name,
    said(subject.short_name, $language) AS short_name,
    subject.peer_group,
    said(peer_group.name, $language) AS peer_group_name,
    subject.ranked
FROM subject
LEFT JOIN peer_group
    ON peer_group.peer_group = subject.peer_group
    AND peer_group.kind = subject.kind
WHERE ($kind IS NULL OR subject.kind = $kind)
    AND ($subject_id IS NULL OR list_contains($subject_id, subject.subject_id))
    AND ($peer_group IS NULL OR subject.peer_group = $peer_group)
ORDER BY
    array_position(['all', 'city', 'department', 'organ'], subject.kind),
    subject.position,
    subject.subject_id
