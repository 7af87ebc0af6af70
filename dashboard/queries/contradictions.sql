-- contradictions: ratings of a period whose tags contradict their level, or a deadline
-- that was kept; the newest first, at most $at_most. One row a rating.
SELECT
    contradicting_rating.kind,
    contradicting_rating.subject_id,
    said(subject.name, $language) AS name,
    contradicting_rating.day,
    contradicting_rating.level,
    (
        SELECT list(coalesce(said(tag.name, $language), each.tag_id) ORDER BY each.tag_id)
        FROM unnest(contradicting_rating.tags) AS each (tag_id)
        LEFT JOIN tag ON tag.tag_id = each.tag_id
    ) AS tag_names,
    left(contradicting_rating.rating_hash, 10) AS rating_hash,
    left(contradicting_rating.case_hash, 10) AS case_hash,
    count(*) OVER () AS total
FROM contradicting_rating
JOIN subject ON subject.subject_id = contradicting_rating.subject_id
JOIN period
    ON period.period_kind = $period_kind
    AND period.period = $period
    AND contradicting_rating.month BETWEEN period.period AND period.period_end
ORDER BY
    contradicting_rating.day DESC,
    contradicting_rating.subject_id,
    contradicting_rating.rating_hash
LIMIT $at_most
