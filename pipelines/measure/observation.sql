-- One row: indicator x subject x period, with value, interval and state.
-- Reads period_month, subject, indicator_rule, partial.month_cell, level_quantile (what is
-- read off histograms), adjusted_mean.
--
-- Names are grouped, sorted and joined as enumerations (rollup.py makes the types), which
-- takes half the time; what comes out is text again.
CREATE OR REPLACE TABLE observation AS
WITH rule AS MATERIALIZED (
    SELECT * REPLACE (indicator_id::rolled_indicator AS indicator_id)
    FROM indicator_rule
),
unit AS MATERIALIZED (
    SELECT subject_id::rolled_subject AS subject_id, kind, peers FROM subject
),
stretch AS MATERIALIZED (
    SELECT * REPLACE (period_kind::rolled_kind AS period_kind) FROM period
),
stretch_month AS MATERIALIZED (
    SELECT period_kind::rolled_kind AS period_kind, period, month FROM period_month
),
month_cell AS MATERIALIZED (
    SELECT
        TRY_CAST(c.indicator_id AS rolled_indicator) AS indicator_id,
        c.subject_id,
        c.city_id::rolled_city AS city_id,
        c.department_id::rolled_department AS department_id,
        c.month,
        c.numerator,
        c.denominator,
        c.n,
        c.squares
    FROM partial.month_cell AS c
),
cell AS (
    -- Organs add up to cities, departments and all.
    SELECT
        c.indicator_id,
        TRY_CAST(subject_of(
            GROUPING(c.city_id), c.city_id,
            GROUPING(c.department_id), c.department_id
        ) AS rolled_subject) AS subject_id,
        m.period_kind,
        m.period,
        sum(c.numerator) AS numerator,
        sum(c.denominator) AS denominator,
        sum(c.n) AS n,
        sum(c.squares) AS squares
    FROM month_cell AS c
    JOIN stretch_month AS m ON m.month = c.month
    WHERE c.city_id IS NOT NULL
    GROUP BY GROUPING SETS (
        (c.indicator_id, m.period_kind, m.period, c.city_id, c.department_id),
        (c.indicator_id, m.period_kind, m.period, c.city_id),
        (c.indicator_id, m.period_kind, m.period, c.department_id),
        (c.indicator_id, m.period_kind, m.period)
    )
    UNION ALL
    -- Rows that name their subject are not rolled up; only time is.
    SELECT
        c.indicator_id,
        TRY_CAST(c.subject_id AS rolled_subject),
        m.period_kind,
        m.period,
        CASE WHEN r.over_time = 'last' THEN arg_max(c.numerator, c.month)
            ELSE sum(c.numerator) END,
        CASE WHEN r.over_time = 'last' THEN arg_max(c.denominator, c.month)
            ELSE sum(c.denominator) END,
        CASE WHEN r.over_time = 'last' THEN arg_max(c.n, c.month) ELSE sum(c.n) END,
        CASE WHEN r.over_time = 'last' THEN arg_max(c.squares, c.month)
            ELSE sum(c.squares) END
    FROM month_cell AS c
    JOIN stretch_month AS m ON m.month = c.month
    JOIN rule AS r ON r.indicator_id = c.indicator_id
    WHERE c.city_id IS NULL
    GROUP BY c.indicator_id, c.subject_id, m.period_kind, m.period, r.over_time
),
found AS (
    SELECT
        c.indicator_id,
        c.subject_id,
        c.period_kind,
        c.period,
        CASE WHEN r.complement THEN greatest(c.denominator - c.numerator, 0)
            ELSE c.numerator END AS numerator,
        c.denominator,
        c.n,
        c.squares,
        NULL::DOUBLE AS quantile,
        NULL::DOUBLE AS quantile_low,
        NULL::DOUBLE AS quantile_high,
        NULL::DOUBLE AS more_than
    FROM cell AS c
    JOIN rule AS r ON r.indicator_id = c.indicator_id
    UNION ALL
    SELECT
        indicator_id::rolled_indicator, subject_id, period_kind, period,
        NULL, n, n, NULL, value, low, high, more_than
    FROM level_quantile
),
-- Means that count without the severity of those who gave them, where they are declared
-- to.
fair AS MATERIALIZED (
    SELECT
        a.indicator_id::rolled_indicator AS indicator_id,
        TRY_CAST(a.subject_id AS rolled_subject) AS subject_id,
        a.period_kind::rolled_kind AS period_kind,
        a.period,
        a.adjusted
    FROM adjusted_mean AS a
    JOIN indicator_rule AS r ON r.indicator_id = a.indicator_id
    WHERE r.adjusted
),
-- Whoever could have been measured and was not has a row that says so.
measured_kind AS (
    SELECT DISTINCT f.indicator_id, s.kind
    FROM found AS f
    JOIN unit AS s ON s.subject_id = f.subject_id
),
expected AS (
    SELECT k.indicator_id, s.subject_id, p.period_kind, p.period, p.is_provisional
    FROM measured_kind AS k
    JOIN unit AS s ON s.kind = k.kind
    CROSS JOIN stretch AS p
),
valued AS (
    SELECT
        e.indicator_id,
        e.subject_id,
        e.period_kind,
        e.period,
        f.numerator,
        f.denominator,
        f.n,
        r.* EXCLUDE (indicator_id, adjusted),
        CASE
            WHEN r.kind IN ('quantile', 'survival') THEN f.quantile
            WHEN r.kind = 'count' THEN f.numerator
            WHEN f.denominator > 0 AND j.adjusted IS NOT NULL THEN j.adjusted
            -- Counted on two sources, a numerator can exceed its denominator: July's
            -- ratings may be of June's cases. A share is never more than all.
            WHEN f.denominator > 0 AND r.is_share AND r.scale = 1
                THEN least(1, greatest(0, f.numerator / f.denominator))
            WHEN f.denominator > 0 THEN r.scale * f.numerator / f.denominator
        END AS raw_value,
        f.squares,
        f.quantile_low,
        f.quantile_high,
        f.more_than,
        CASE
            WHEN f.indicator_id IS NULL OR coalesce(f.denominator, 0) <= 0 THEN 'no_data'
            WHEN f.n < r.minimum_n THEN 'withheld'
            -- Too few cases are over to say when so many will be.
            WHEN f.more_than IS NOT NULL THEN 'not_reached'
            WHEN e.is_provisional THEN 'provisional'
            ELSE 'ok'
        END AS state
    FROM expected AS e
    JOIN rule AS r ON r.indicator_id = e.indicator_id
    LEFT JOIN found AS f
        ON f.indicator_id = e.indicator_id
        AND f.subject_id = e.subject_id
        AND f.period_kind = e.period_kind
        AND f.period = e.period
    LEFT JOIN fair AS j
        ON j.indicator_id = e.indicator_id
        AND j.subject_id = e.subject_id
        AND j.period_kind = e.period_kind
        AND j.period = e.period
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
        state,
        CASE WHEN state IN ('ok', 'provisional') THEN raw_value END AS value,
        CASE WHEN state = 'not_reached' THEN more_than END AS more_than,
        -- Wilson, JASA 22 (1927). A mean: normal, with the sample's own spread.
        CASE
            WHEN state NOT IN ('ok', 'provisional') THEN NULL
            WHEN kind IN ('quantile', 'survival') THEN quantile_low
            WHEN kind = 'mean' AND n > 1 THEN greatest(least_value, raw_value - $z * sqrt(
                greatest(squares / n - raw_value * raw_value, 0) / (n - 1)))
            WHEN is_share AND numerator = 0 THEN 0
            WHEN is_share AND numerator BETWEEN 0 AND denominator THEN greatest(
                0, scale * wilson(numerator / denominator, denominator, -$z)
            )
        END AS low,
        CASE
            WHEN state NOT IN ('ok', 'provisional') THEN NULL
            WHEN kind IN ('quantile', 'survival') THEN quantile_high
            WHEN kind = 'mean' AND n > 1 THEN least(most_value, raw_value + $z * sqrt(
                greatest(squares / n - raw_value * raw_value, 0) / (n - 1)))
            WHEN is_share AND numerator = denominator THEN scale
            WHEN is_share AND numerator BETWEEN 0 AND denominator THEN least(
                scale, scale * wilson(numerator / denominator, denominator, $z)
            )
        END AS high
    FROM valued
),
-- Grouped and joined, which takes a quarter of the time of a window.
together AS (
    SELECT
        b.indicator_id,
        b.period_kind,
        b.period,
        s.peers,
        -- A value that is not reached is beyond everybody's.
        nullif(
            median(if(b.state = 'not_reached', 'infinity'::DOUBLE, b.value)),
            'infinity'::DOUBLE
        ) AS peer_median
    FROM bounded AS b
    JOIN unit AS s ON s.subject_id = b.subject_id
    GROUP BY ALL
)
SELECT
    b.* REPLACE (
        b.indicator_id::VARCHAR AS indicator_id,
        b.subject_id::VARCHAR AS subject_id,
        b.period_kind::VARCHAR AS period_kind
    ),
    was.value AS previous_value,
    b.value - was.value AS change,
    together.peer_median
FROM bounded AS b
JOIN unit AS s ON s.subject_id = b.subject_id
JOIN stretch AS p ON p.period_kind = b.period_kind AND p.period = b.period
LEFT JOIN together
    ON together.indicator_id = b.indicator_id
    AND together.period_kind = b.period_kind
    AND together.period = b.period
    AND together.peers = s.peers
LEFT JOIN bounded AS was
    ON was.indicator_id = b.indicator_id
    AND was.subject_id = b.subject_id
    AND was.period_kind = b.period_kind
    AND was.period = p.previous_period
