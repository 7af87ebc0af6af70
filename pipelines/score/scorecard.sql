-- One row: subject x period, as published.
-- Reads unranked, scorecard_rank, scorecard_grade, card, node_score, card_change.
CREATE OR REPLACE TABLE scorecard AS
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
    u.state,
    u.base_score,
    u.adjustment,
    u.vetoed_by,
    g.grade,
    g.grade_why
FROM unranked AS u
LEFT JOIN scorecard_rank AS r ON r.card = u.card
LEFT JOIN scorecard_grade AS g ON g.card = u.card
LEFT JOIN unranked AS was ON was.card = u.previous_card
LEFT JOIN scorecard_rank AS was_ranked ON was_ranked.card = u.previous_card;

-- One row: pillar x subject x period, at every depth of the tree.
CREATE OR REPLACE TABLE pillar_score AS
WITH pillar AS (
    SELECT s.*, n.pillar, n.parent, n.depth, n.position
    FROM node_score AS s
    JOIN scheme_node AS n
        ON n.key = s.key AND n.indicator_id IS NULL AND n.pillar IS NOT NULL
)
SELECT
    c.scheme_id,
    p.pillar,
    c.subject_id,
    c.period_kind,
    c.period,
    p.score,
    p.weight,
    p.contribution,
    was.score AS previous_score,
    p.change AS change_contribution,
    p.parent,
    p.depth,
    p.position
FROM pillar AS p
JOIN card AS c ON c.card = p.card
LEFT JOIN pillar AS was ON was.card = c.previous_card AND was.pillar = p.pillar;

-- One row: a part of a scorecard's change since the period before; they sum to it.
CREATE OR REPLACE TABLE change_part AS
WITH part AS (
    SELECT card, key, performance, weight, mix
    FROM card_change
    UNION ALL
    -- What was added and taken, which is nobody's in the tree.
    SELECT u.card, -1, u.adjustment - was.adjustment, 0, 0
    FROM unranked AS u
    JOIN unranked AS was ON was.card = u.previous_card
    WHERE abs(u.adjustment - was.adjustment) > 0
)
SELECT
    c.scheme_id,
    c.subject_id,
    c.period_kind,
    c.period,
    n.pillar,
    n.indicator_id,
    sum(p.performance) AS performance,
    sum(p.weight) AS weight,
    sum(p.mix) AS mix
FROM part AS p
JOIN card AS c ON c.card = p.card
LEFT JOIN scheme_node AS n ON n.key = p.key
GROUP BY ALL;
