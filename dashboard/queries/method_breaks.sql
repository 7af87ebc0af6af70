-- method_breaks: all days since when something is counted otherwise, in the order of
-- time. One row a mark.
SELECT DISTINCT
    break_mark.day,
    break_mark.kind,
    break_mark.cause,
    break_mark.edition_id,
    said(break_mark.text, $language) AS text,
    said(subject.short_name, $language) AS subject,
    said(indicator.short_name, $language) AS indicator
FROM break_mark
LEFT JOIN label AS subject ON subject.subject_id = break_mark.subject_id
LEFT JOIN indicator ON indicator.indicator_id = break_mark.indicator_id
ORDER BY ALL
