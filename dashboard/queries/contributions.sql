-- contributions: what each indicator adds to one scorecard. One row an indicator.
-- Each starts where the one before it ended; full is what a score of 100 would add.
SELECT
    score.indicator_id,
    said(indicator.short_name, $language) AS name,
    score.pillar,
    said(scheme_pillar.name, $language) AS pillar_name,
    score.score,
    score.weight,
    score.contribution,
    100 * score.weight AS full,
    sum(score.contribution) OVER (
        ORDER BY scheme_pillar.position, indicator.position
    ) - score.contribution AS start
FROM score
JOIN indicator ON indicator.indicator_id = score.indicator_id
JOIN scheme_pillar
    ON scheme_pillar.scheme_id = score.scheme_id
    AND scheme_pillar.pillar = score.pillar
WHERE score.subject_id = $subject_id
    AND score.period_kind = $period_kind
    AND score.period = $period
    AND score.scheme_id = $scheme_id
ORDER BY scheme_pillar.position, indicator.position
