-- One row: an observation on 0 to 100, with its weight after re-weighting.
-- Reads observation, indicator_rule, scheme_weight, scheme_period, subject.
CREATE OR REPLACE TEMP TABLE score AS
WITH scored AS (
    SELECT
        sp.scheme_id,
        o.indicator_id,
        o.subject_id,
        o.period_kind,
        o.period,
        w.pillar,
        w.weight AS declared_weight,
        100 * least(1, greatest(0, (o.value - w.worst) / (w.best - w.worst))) AS score,
        100 * (o.high - o.low) / (2 * $z) / abs(w.best - w.worst) AS standard_error,
        CASE WHEN i.is_share THEN o.n END AS share_n
    FROM observation AS o
    JOIN indicator_rule AS i ON i.indicator_id = o.indicator_id
    JOIN scheme_period AS sp ON sp.period_kind = o.period_kind AND sp.period = o.period
    JOIN scheme_weight AS w
        ON w.scheme_id = sp.scheme_id AND w.indicator_id = o.indicator_id
    WHERE o.value IS NOT NULL
),
weighted AS (
    SELECT
        *,
        declared_weight / sum(declared_weight) OVER (
            PARTITION BY scheme_id, subject_id, period_kind, period
        ) AS weight
    FROM scored
)
SELECT
    c.scheme_id,
    c.indicator_id,
    c.subject_id,
    c.period_kind,
    c.period,
    c.pillar,
    c.score,
    c.weight,
    c.weight * c.score AS contribution,
    c.declared_weight,
    coalesce(c.standard_error, 0) AS standard_error,
    c.share_n,
    was.score AS previous_score
FROM weighted AS c
JOIN period AS p ON p.period_kind = c.period_kind AND p.period = c.period
LEFT JOIN weighted AS was
    ON was.indicator_id = c.indicator_id
    AND was.subject_id = c.subject_id
    AND was.period_kind = c.period_kind
    AND was.period = p.previous_period;

-- One row: subject x period, before ranking.
CREATE OR REPLACE TEMP TABLE unranked AS
WITH summed AS (
    SELECT
        scheme_id,
        subject_id,
        period_kind,
        period,
        sum(contribution) AS score,
        sqrt(sum(weight * weight * standard_error * standard_error)) AS standard_error,
        -- Weights are fractions: their sum is 1 only to the last digits.
        round(sum(declared_weight), 9) AS coverage,
        min(share_n) AS fewest
    FROM score
    GROUP BY ALL
),
every AS (
    SELECT
        sp.scheme_id,
        s.subject_id,
        s.peers,
        s.ranked,
        sp.period_kind,
        sp.period,
        sp.coverage_minimum,
        p.is_provisional,
        p.previous_period,
        coalesce(t.coverage, 0) AS coverage,
        CASE WHEN t.coverage >= sp.coverage_minimum - 1e-9 THEN t.score END AS score,
        t.standard_error,
        -- Without a ranking by ratings, the share that rests on fewest rows counts.
        CASE
            WHEN $ranking_indicator IS NULL THEN t.fewest
            WHEN r.value IS NOT NULL THEN r.denominator
        END AS n
    FROM scheme_period AS sp
    JOIN period AS p ON p.period_kind = sp.period_kind AND p.period = sp.period
    CROSS JOIN subject AS s
    LEFT JOIN summed AS t
        ON t.scheme_id = sp.scheme_id
        AND t.subject_id = s.subject_id
        AND t.period_kind = sp.period_kind
        AND t.period = sp.period
    LEFT JOIN observation AS r
        ON r.indicator_id = $ranking_indicator
        AND r.subject_id = s.subject_id
        AND r.period_kind = sp.period_kind
        AND r.period = sp.period
)
SELECT
    e.scheme_id,
    e.subject_id,
    e.peers,
    e.period_kind,
    e.period,
    e.previous_period,
    e.score,
    -- greatest() and least() pass over NULL: no score must not become 0 to 100.
    CASE WHEN e.score IS NOT NULL THEN greatest(0, e.score - $z * e.standard_error) END
        AS low,
    CASE WHEN e.score IS NOT NULL THEN least(100, e.score + $z * e.standard_error) END
        AS high,
    b.band,
    e.coverage,
    e.n,
    CASE
        WHEN e.coverage = 0 THEN 'no_data'
        WHEN e.score IS NULL THEN 'insufficient'
        WHEN e.is_provisional THEN 'provisional'
        ELSE 'ok'
    END AS state,
    e.ranked AND e.score IS NOT NULL
        AND coalesce(e.n >= $not_ranked_below, $ranking_indicator IS NULL)
        AS is_ranked
FROM every AS e
LEFT JOIN scheme_band AS b
    ON b.scheme_id = e.scheme_id
    -- Rounded as for ranks: the last bit of a sum decides no band.
    AND round(e.score, 6) >= b.from_score
    AND round(e.score, 6) < b.below_score;
