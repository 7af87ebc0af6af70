-- edition_changes: the figures that an edition corrected, the whole first and then the
-- largest units; at most $most. One row a figure.
SELECT
    said(subject.name, $language) AS subject,
    edition_change.figure,
    said(indicator.name, $language) AS indicator,
    indicator.unit,
    edition_change.before,
    edition_change.after,
    count(*) OVER () AS figures
FROM edition_change
JOIN subject ON subject.subject_id = edition_change.subject_id
LEFT JOIN indicator ON indicator.indicator_id = edition_change.indicator_id
WHERE edition_change.edition_id = $edition
ORDER BY
    list_position(['all', 'city', 'department', 'organ'], subject.kind),
    subject.position,
    subject.subject_id,
    list_position(['score', 'rank', 'ranking', 'value'], edition_change.figure),
    indicator.position
LIMIT $most
