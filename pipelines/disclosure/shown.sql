-- One row: indicator x subject x period, as the public sees it.
-- Reads observation, hidden_observation, indicator_rule, grid_subject, period, subject.
-- $round_to: 1, or what public counts are multiples of. Counts of an indicator whose
-- minimum is 1 are of judgements or documents, not of persons, and stay exact.
CREATE OR REPLACE TABLE shown_observation AS
WITH rounded AS (
    SELECT
        o.*,
        s.peers,
        r.kind,
        r.is_share,
        r.scale,
        o.state NOT IN ('withheld', 'no_data') AND h.hidden_by IS NULL AS is_shown,
        CASE
            WHEN h.hidden_by IS NOT NULL THEN 'withheld'
            ELSE o.state
        END AS told,
        $round_to > 1 AND r.minimum_n > 1 AS is_rounded
    FROM observation AS o
    JOIN grid_subject AS g ON g.subject_id = o.subject_id
    JOIN subject AS s ON s.subject_id = o.subject_id
    JOIN indicator_rule AS r ON r.indicator_id = o.indicator_id
    LEFT JOIN hidden_observation AS h
        ON h.indicator_id = o.indicator_id
        AND h.subject_id = o.subject_id
        AND h.period_kind = o.period_kind
        AND h.period = o.period
    WHERE list_contains($public_indicators, o.indicator_id)
),
counted AS (
    SELECT
        * REPLACE (
            CASE
                WHEN NOT is_shown THEN NULL
                WHEN NOT is_rounded THEN numerator
                -- A sum of points or days would give an exact count away.
                WHEN kind = 'count' OR is_share
                    THEN round(numerator / $round_to) * $round_to
            END AS numerator,
            CASE
                WHEN NOT is_shown THEN NULL
                WHEN NOT is_rounded THEN denominator
                WHEN kind <> 'ratio' OR is_share
                    THEN round(denominator / $round_to) * $round_to
            END AS denominator,
            CASE
                WHEN is_shown AND is_rounded THEN round(n / $round_to) * $round_to
                WHEN is_shown THEN n
            END AS n
        )
    FROM rounded
),
valued AS (
    SELECT
        * REPLACE (
            CASE
                WHEN NOT is_shown THEN NULL
                WHEN is_rounded AND kind = 'count' THEN numerator
                WHEN is_rounded AND is_share
                    THEN scale * least(1, numerator / nullif(denominator, 0))
                ELSE value
            END AS value
        )
    FROM counted
),
bounded AS (
    SELECT
        indicator_id,
        subject_id,
        period_kind,
        period,
        numerator,
        denominator,
        n,
        value,
        -- Wilson's interval, of the counts that are told.
        CASE
            WHEN NOT is_shown THEN NULL
            WHEN NOT (is_rounded AND is_share) THEN low
            ELSE greatest(0, scale * wilson(value / scale, denominator, -$z))
        END AS low,
        CASE
            WHEN NOT is_shown THEN NULL
            WHEN NOT (is_rounded AND is_share) THEN high
            ELSE least(scale, scale * wilson(value / scale, denominator, $z))
        END AS high,
        told AS state,
        CASE WHEN is_shown THEN more_than END AS more_than,
        previous_value IS NOT NULL AS is_compared,
        change IS NOT NULL AS is_changed,
        peers
    FROM valued
),
together AS (
    SELECT
        indicator_id,
        period_kind,
        period,
        peers,
        -- A value that is not reached is beyond everybody's.
        nullif(
            median(if(state = 'not_reached', 'infinity'::DOUBLE, value)),
            'infinity'::DOUBLE
        ) AS peer_median
    FROM bounded
    GROUP BY ALL
)
SELECT
    b.* EXCLUDE (is_compared, is_changed, peers),
    -- Nothing is compared across a break, for nobody.
    CASE WHEN b.is_compared THEN was.value END AS previous_value,
    CASE WHEN b.is_changed THEN b.value - was.value END AS change,
    together.peer_median
FROM bounded AS b
LEFT JOIN together
    ON together.indicator_id = b.indicator_id
    AND together.period_kind = b.period_kind
    AND together.period = b.period
    AND together.peers = b.peers
JOIN period AS p ON p.period_kind = b.period_kind AND p.period = b.period
LEFT JOIN bounded AS was
    ON was.indicator_id = b.indicator_id
    AND was.subject_id = b.subject_id
    AND was.period_kind = b.period_kind
    AND was.period = p.previous_period
