-- without_pillar: a subject's score and place if a pillar counted for nothing. One row a
-- pillar of the first level.
SELECT
    rank_without.subject_id AS asked_id,
    said(scheme_pillar.name, $language) AS name,
    rank_without.score,
    rank_without.rank
FROM rank_without
JOIN scheme_pillar
    ON scheme_pillar.scheme_id = rank_without.scheme_id
    AND scheme_pillar.pillar = rank_without.pillar
WHERE rank_without.scheme_id = $scheme_id
    AND rank_without.subject_id IN (SELECT unnest($subject_ids))
    AND rank_without.period_kind = $period_kind
    AND rank_without.period = $period
ORDER BY scheme_pillar.position
