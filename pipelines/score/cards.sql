-- One row: a subject in a period that a scheme scores, numbered from 0, scheme by scheme.
-- Reads scheme_period, period, subject.
CREATE OR REPLACE TABLE card AS
WITH every AS (
    SELECT
        sp.scheme_id,
        s.subject_id,
        s.kind,
        s.peers,
        s.ranked,
        sp.period_kind,
        sp.period,
        p.is_provisional,
        p.previous_period,
        -- A period has one scheme, so this is a number from 0 within it.
        row_number() OVER (
            ORDER BY sp.scheme_id, sp.period_kind, sp.period, s.subject_id
        ) - 1 AS card,
        -- Who is held against whom where a scale goes by the peers.
        dense_rank() OVER (ORDER BY sp.period_kind, sp.period, s.peers) AS league
    FROM scheme_period AS sp
    JOIN period AS p ON p.period_kind = sp.period_kind AND p.period = sp.period
    CROSS JOIN subject AS s
)
SELECT
    e.*,
    was.card AS previous_card
FROM every AS e
LEFT JOIN every AS was
    ON was.subject_id = e.subject_id
    AND was.period_kind = e.period_kind
    AND was.period = e.previous_period;

-- One row: a value that a scheme weighs; leaf is its place among the scheme's indicators.
CREATE OR REPLACE TABLE leaf_value AS
SELECT
    c.card,
    w.leaf,
    o.value,
    o.low,
    o.high,
    CASE WHEN i.is_share THEN o.n END AS share_n
FROM card AS c
JOIN scheme_weight AS w ON w.scheme_id = c.scheme_id
JOIN observation AS o
    ON o.indicator_id = w.indicator_id
    AND o.subject_id = c.subject_id
    AND o.period_kind = c.period_kind
    AND o.period = c.period
JOIN indicator_rule AS i ON i.indicator_id = o.indicator_id
WHERE o.value IS NOT NULL;
