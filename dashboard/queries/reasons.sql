-- reasons: what people gave as reasons with bad ratings of a subject in a period, most
-- frequent first. One row a reason.
SELECT
    tag_count.subject_id AS asked_id,
    said(tag.name, $language) AS reason,
    tag.cause,
    tag_count.n
FROM tag_count
JOIN tag ON tag.tag_id = tag_count.tag_id
WHERE tag_count.subject_id IN (SELECT unnest($subject_ids))
    AND tag_count.period_kind = $period_kind
    AND tag_count.period = $period
ORDER BY tag_count.n DESC, tag.tag_id
