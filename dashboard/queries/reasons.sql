-- reasons: what people gave as reasons with bad ratings of a subject in a period, most
-- frequent first. One row a reason.
SELECT
    said(tag.name, $language) AS reason,
    tag.cause,
    tag_count.n
FROM tag_count
JOIN tag ON tag.tag_id = tag_count.tag_id
WHERE tag_count.subject_id = $subject_id
    AND tag_count.period_kind = $period_kind
    AND tag_count.period = $period
ORDER BY tag_count.n DESC, tag.tag_id
