-- response: who answered, of a subject and of the whole, in a period. One row a subject,
-- the asked one first.
SELECT
    response.subject_id,
    said(subject.name, $language) AS name,
    said(subject.short_name, $language) AS short_name,
    response.closed_count,
    response.active_count,
    response.default_count,
    response.unrated_count,
    response.active_share,
    response.default_share,
    response.satisfied_share,
    response.lowest_share,
    response.highest_share,
    response.state
FROM response
JOIN subject USING (subject_id)
WHERE response.subject_id IN ($subject_id, 'all')
    AND response.period_kind = $period_kind
    AND response.period = $period
ORDER BY response.subject_id = 'all'
