-- One row: an observation on 0 to 100, with its weight after re-weighting.
-- Reads card, node_score, card_score (composite.py), scheme_node, scheme_adjustment,
-- observation, scheme_band.
CREATE OR REPLACE TABLE score AS
WITH leaf AS (
    SELECT s.*, n.indicator_id, n.pillar
    FROM node_score AS s
    JOIN scheme_node AS n ON n.key = s.key AND n.indicator_id IS NOT NULL
)
SELECT
    c.scheme_id,
    l.indicator_id,
    c.subject_id,
    c.period_kind,
    c.period,
    l.pillar,
    l.score,
    l.weight,
    l.contribution,
    l.standard_error,
    was.score AS previous_score
FROM leaf AS l
JOIN card AS c ON c.card = l.card
LEFT JOIN leaf AS was
    ON was.card = c.previous_card AND was.indicator_id = l.indicator_id;

-- One row: a bonus, deduction or veto that a subject's value gives rise to.
-- In points as declared, before the scheme's caps; NULL for a veto.
CREATE OR REPLACE TABLE adjustment AS
SELECT
    c.card,
    c.scheme_id,
    a.adjustment,
    c.subject_id,
    c.period_kind,
    c.period,
    o.value,
    CASE
        WHEN a.kind <> 'veto' THEN least(
            a.most,
            a.points * coalesce(o.value - a.above, a.below - o.value)
        )
    END AS points,
    a.kind,
    a.ceiling_place,
    a.position
FROM scheme_adjustment AS a
JOIN card AS c ON c.scheme_id = a.scheme_id AND list_contains(a.subjects, c.kind)
JOIN observation AS o
    ON o.indicator_id = a.indicator_id
    AND o.subject_id = c.subject_id
    AND o.period_kind = c.period_kind
    AND o.period = c.period
WHERE coalesce(o.value > a.above, o.value < a.below);

-- One row: subject x period, before ranking.
CREATE OR REPLACE TABLE unranked AS
WITH adjusted AS (
    SELECT
        card,
        coalesce(sum(points) FILTER (WHERE kind = 'bonus'), 0) AS bonus,
        coalesce(sum(points) FILTER (WHERE kind = 'deduction'), 0) AS deduction,
        -- Bands are numbered from the best: the lowest ceiling of several holds.
        max(ceiling_place) AS ceiling_place,
        first(adjustment ORDER BY ceiling_place DESC, position)
            FILTER (WHERE kind = 'veto') AS vetoed_by
    FROM adjustment
    GROUP BY card
),
totalled AS (
    SELECT
        s.card,
        s.base_score,
        s.standard_error,
        s.coverage,
        s.present,
        -- Without a ranking by ratings, the share that rests on fewest rows counts.
        CASE
            WHEN $ranking_indicator IS NULL THEN s.fewest
            WHEN r.value IS NOT NULL THEN r.denominator
        END AS n,
        a.ceiling_place,
        a.vetoed_by,
        least(100, greatest(0,
            s.base_score
            + least(coalesce(a.bonus, 0), w.most_bonus)
            - least(coalesce(a.deduction, 0), w.most_deduction)
        )) AS total
    FROM card_score AS s
    JOIN card AS c ON c.card = s.card
    JOIN scheme_rule AS w ON w.scheme_id = c.scheme_id
    LEFT JOIN adjusted AS a ON a.card = s.card
    LEFT JOIN observation AS r
        ON r.indicator_id = $ranking_indicator
        AND r.subject_id = c.subject_id
        AND r.period_kind = c.period_kind
        AND r.period = c.period
)
SELECT
    c.card,
    c.scheme_id,
    c.subject_id,
    c.peers,
    c.period_kind,
    c.period,
    c.previous_period,
    c.previous_card,
    t.base_score,
    -- least() and greatest() pass over NULL: no score must not become 0 to 100.
    CASE WHEN t.base_score IS NOT NULL THEN t.total END AS score,
    CASE WHEN t.base_score IS NOT NULL THEN t.total - t.base_score END AS adjustment,
    CASE WHEN t.base_score IS NOT NULL
        THEN greatest(0, t.total - $z * t.standard_error) END AS low,
    CASE WHEN t.base_score IS NOT NULL
        THEN least(100, t.total + $z * t.standard_error) END AS high,
    reached.band AS reached_band,
    held.band,
    held.place AS band_place,
    CASE WHEN t.base_score IS NOT NULL THEN t.vetoed_by END AS vetoed_by,
    t.ceiling_place,
    t.coverage,
    t.n,
    CASE
        WHEN t.present = 0 THEN 'no_data'
        WHEN t.base_score IS NULL THEN 'insufficient'
        WHEN c.is_provisional THEN 'provisional'
        ELSE 'ok'
    END AS state,
    c.ranked AND t.base_score IS NOT NULL
        AND coalesce(t.n >= $not_ranked_below, $ranking_indicator IS NULL)
        AS is_ranked
FROM totalled AS t
JOIN card AS c ON c.card = t.card
LEFT JOIN scheme_band AS reached
    ON reached.scheme_id = c.scheme_id
    AND t.base_score IS NOT NULL
    -- Rounded as for ranks: the last bit of a sum decides no band.
    AND round(t.total, 6) >= reached.from_score
    AND round(t.total, 6) < reached.below_score
LEFT JOIN scheme_band AS held
    ON held.scheme_id = c.scheme_id
    AND held.place = greatest(reached.place, coalesce(t.ceiling_place, 0))
    AND reached.place IS NOT NULL;
