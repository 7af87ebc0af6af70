-- Whom the public file is about. One row a subject.
SELECT
    subject.subject_id,
    subject.kind,
    said(subject.name, 'zh') AS name_zh,
    said(subject.name, 'en') AS name_en,
    subject.peer_group,
    subject.ranked
FROM subject
ORDER BY
    array_position(['all', 'city', 'department'], subject.kind),
    subject.position,
    subject.subject_id
