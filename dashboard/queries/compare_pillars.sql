-- compare_pillars: the pillar scores of the chosen subjects. One row a pillar and subject,
-- for every pillar that one of them has, each before those within it. state: where there
-- is no score, what the indicators within say of the subject: insufficient (some have a
-- value), else withheld, else no_data, else unknown.
WITH RECURSIVE within_pillar AS (
    SELECT
        scheme_indicator.scheme_id,
        scheme_indicator.pillar,
        scheme_indicator.indicator_id
    FROM scheme_indicator
    UNION ALL
    SELECT
        within_pillar.scheme_id,
        scheme_pillar.parent,
        within_pillar.indicator_id
    FROM within_pillar
    JOIN scheme_pillar
        ON scheme_pillar.scheme_id = within_pillar.scheme_id
        AND scheme_pillar.pillar = within_pillar.pillar
    WHERE scheme_pillar.parent IS NOT NULL
),

seen AS (
    SELECT
        pillar_score.scheme_id,
        pillar_score.pillar,
        pillar_score.subject_id,
        pillar_score.score,
        pillar_score.weight
    FROM pillar_score
    WHERE pillar_score.period_kind = $period_kind
        AND pillar_score.period = $period
        AND list_contains($subjects, pillar_score.subject_id)
),

told AS (
    SELECT
        within_pillar.scheme_id,
        within_pillar.pillar,
        observation.subject_id,
        CASE
            WHEN bool_or(observation.value IS NOT NULL) THEN 'insufficient'
            WHEN bool_or(observation.state = 'withheld') THEN 'withheld'
            ELSE 'no_data'
        END AS state
    FROM within_pillar
    JOIN observation ON observation.indicator_id = within_pillar.indicator_id
    WHERE observation.period_kind = $period_kind
        AND observation.period = $period
        AND list_contains($subjects, observation.subject_id)
    GROUP BY
        within_pillar.scheme_id,
        within_pillar.pillar,
        observation.subject_id
)

SELECT
    scheme_pillar.pillar,
    said(scheme_pillar.name, $language) AS name,
    scheme_pillar.depth,
    subject.subject_id,
    seen.score,
    seen.weight,
    if(seen.score IS NULL, coalesce(told.state, 'unknown'), 'ok') AS state
FROM scheme_pillar
JOIN subject ON list_contains($subjects, subject.subject_id)
LEFT JOIN seen
    ON seen.scheme_id = scheme_pillar.scheme_id
    AND seen.pillar = scheme_pillar.pillar
    AND seen.subject_id = subject.subject_id
LEFT JOIN told
    ON told.scheme_id = scheme_pillar.scheme_id
    AND told.pillar = scheme_pillar.pillar
    AND told.subject_id = subject.subject_id
WHERE EXISTS (
    SELECT 1
    FROM seen AS any_seen
    WHERE any_seen.scheme_id = scheme_pillar.scheme_id
        AND any_seen.pillar = scheme_pillar.pillar
)
ORDER BY
    scheme_pillar.position,
    list_position($subjects, subject.subject_id)
