-- What pillars of the first level give to the score of the latest complete quarter. One
-- row a subject and pillar.
SELECT
    pillar_score.subject_id,
    said(scheme_pillar.name, $language) AS name,
    pillar_score.score,
    pillar_score.weight,
    pillar_score.contribution
FROM pillar_score
JOIN publication
    ON pillar_score.period = publication.latest_period
JOIN scheme_pillar USING (scheme_id, pillar)
WHERE pillar_score.period_kind = 'quarter'
    AND pillar_score.depth = 1
ORDER BY
    pillar_score.subject_id,
    pillar_score.position
