-- ranking_response: how many answered, of everyone the ranking of $kind knows. One row a
-- subject.
SELECT
    response.subject_id,
    response.closed_count,
    response.active_share,
    response.lowest_share,
    response.highest_share
FROM response
JOIN subject USING (subject_id)
WHERE subject.kind = $kind
    AND response.period_kind = $period_kind
    AND response.period = $period
