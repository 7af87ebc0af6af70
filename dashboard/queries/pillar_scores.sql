-- pillar_scores: what each pillar made of one scorecard and its change. One row a pillar
-- of the first level.
SELECT
    pillar_score.subject_id AS asked_id,
    pillar_score.pillar,
    said(scheme_pillar.name, $language) AS name,
    pillar_score.score,
    pillar_score.weight,
    pillar_score.contribution,
    pillar_score.change_contribution
FROM pillar_score
JOIN scheme_pillar
    ON scheme_pillar.scheme_id = pillar_score.scheme_id
    AND scheme_pillar.pillar = pillar_score.pillar
WHERE pillar_score.subject_id IN (SELECT unnest($subject_ids))
    AND pillar_score.period_kind = $period_kind
    AND pillar_score.period = $period
    AND pillar_score.scheme_id = $scheme_id
    AND pillar_score.depth = 1
ORDER BY scheme_pillar.position
