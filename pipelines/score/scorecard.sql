-- One row: subject x period, as published.
CREATE OR REPLACE TEMP TABLE scorecard AS
SELECT
    u.scheme_id,
    u.subject_id,
    u.period_kind,
    u.period,
    u.score,
    u.low,
    u.high,
    u.band,
    u.coverage,
    r.rank,
    r.rank_low,
    r.rank_high,
    r.tier,
    r.ranked_peers AS peers,
    was.score AS previous_score,
    was_ranked.rank AS previous_rank,
    u.n,
    u.state
FROM unranked AS u
LEFT JOIN scorecard_rank AS r
    ON r.scheme_id = u.scheme_id
    AND r.subject_id = u.subject_id
    AND r.period_kind = u.period_kind
    AND r.period = u.period
LEFT JOIN unranked AS was
    ON was.subject_id = u.subject_id
    AND was.period_kind = u.period_kind
    AND was.period = u.previous_period
LEFT JOIN scorecard_rank AS was_ranked
    ON was_ranked.subject_id = u.subject_id
    AND was_ranked.period_kind = u.period_kind
    AND was_ranked.period = u.previous_period;

-- One row: pillar x subject x period. Where both periods have the same pillars, the parts
-- of a change sum to the change.
CREATE OR REPLACE TEMP TABLE pillar_score AS
WITH pillar AS (
    SELECT
        scheme_id,
        pillar,
        subject_id,
        period_kind,
        period,
        sum(weight) AS weight,
        sum(contribution) AS contribution,
        sum(contribution) / sum(weight) AS score
    FROM score
    GROUP BY ALL
)
SELECT
    p.scheme_id,
    p.pillar,
    p.subject_id,
    p.period_kind,
    p.period,
    p.score,
    p.weight,
    p.contribution,
    was.score AS previous_score,
    CASE
        WHEN c.score IS NOT NULL AND c.previous_score IS NOT NULL
            THEN p.contribution - coalesce(was.contribution, 0)
    END AS change_contribution
FROM pillar AS p
JOIN period AS t ON t.period_kind = p.period_kind AND t.period = p.period
LEFT JOIN pillar AS was
    ON was.pillar = p.pillar
    AND was.subject_id = p.subject_id
    AND was.period_kind = p.period_kind
    AND was.period = t.previous_period
LEFT JOIN scorecard AS c
    ON c.scheme_id = p.scheme_id
    AND c.subject_id = p.subject_id
    AND c.period_kind = p.period_kind
    AND c.period = p.period;
