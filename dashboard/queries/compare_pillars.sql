-- compare_pillars: the pillar scores of the chosen subjects. One row a pillar and subject.
SELECT
    pillar_score.pillar,
    said(scheme_pillar.name, $language) AS name,
    pillar_score.subject_id,
    pillar_score.score,
    pillar_score.weight
FROM pillar_score
JOIN scheme_pillar
    ON scheme_pillar.scheme_id = pillar_score.scheme_id
    AND scheme_pillar.pillar = pillar_score.pillar
WHERE pillar_score.period_kind = $period_kind
    AND pillar_score.period = $period
    AND list_contains($subjects, pillar_score.subject_id)
ORDER BY
    scheme_pillar.position,
    list_position($subjects, pillar_score.subject_id)
