-- response: who answered, of a subject and of the whole, in a period. One row a subject,
-- the asked one first.
SELECT
    asked.subject_id AS asked_id,
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
FROM subject AS asked
JOIN response ON response.subject_id IN (asked.subject_id, 'all')
JOIN subject ON subject.subject_id = response.subject_id
WHERE asked.subject_id IN (SELECT unnest($subject_ids))
    AND response.period_kind = $period_kind
    AND response.period = $period
ORDER BY response.subject_id = 'all'
