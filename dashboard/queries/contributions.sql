-- contributions: what each indicator adds to one scorecard, and last what bonus and
-- deduction do. One row an indicator; the last has none, and is there if it is not 0.
-- Each starts where the one before it ended; full is what a full mark would add at most.
-- is_product: the contribution is score x weight, as it is below no geometric mean.
WITH made AS (
    SELECT
        score.subject_id,
        score.indicator_id,
        said(indicator.short_name, $language) AS name,
        scheme_pillar.top AS pillar,
        if(
            scheme_pillar.depth > 1,
            said(first_level.name, $language) || ' / ' || said(scheme_pillar.name, $language),
            said(scheme_pillar.name, $language)
        ) AS pillar_name,
        score.score,
        score.weight,
        score.contribution,
        100 * score.weight AS full,
        abs(score.contribution - score.score * score.weight) < 1e-6 AS is_product,
        scheme_pillar.position AS pillar_position,
        indicator.position
    FROM score
    JOIN indicator ON indicator.indicator_id = score.indicator_id
    JOIN scheme_pillar
        ON scheme_pillar.scheme_id = score.scheme_id
        AND scheme_pillar.pillar = score.pillar
    JOIN scheme_pillar AS first_level
        ON first_level.scheme_id = scheme_pillar.scheme_id
        AND first_level.pillar = scheme_pillar.top
    WHERE score.subject_id IN (SELECT unnest($subject_ids))
        AND score.period_kind = $period_kind
        AND score.period = $period
        AND score.scheme_id = $scheme_id
        AND score.weight > 0
    UNION ALL
    SELECT
        subject_id,
        NULL, NULL, NULL, NULL, NULL, NULL,
        adjustment,
        greatest(adjustment, 0),
        FALSE, 9999, 9999
    FROM scorecard
    WHERE subject_id IN (SELECT unnest($subject_ids))
        AND period_kind = $period_kind
        AND period = $period
        AND scheme_id = $scheme_id
        AND adjustment <> 0
)
SELECT
    subject_id AS asked_id,
    indicator_id,
    name,
    pillar,
    pillar_name,
    score,
    weight,
    contribution,
    made.full,
    is_product,
    sum(contribution) OVER (
        PARTITION BY subject_id
        ORDER BY pillar_position, position, indicator_id
    ) - contribution AS start
FROM made
ORDER BY pillar_position, position, indicator_id
