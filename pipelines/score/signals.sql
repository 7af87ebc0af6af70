-- Reads judged, observation, subject, and the tables of signal_units.sql.
-- One row each: a point of a control chart; a signal.
CREATE OR REPLACE TABLE signal_point AS
WITH known AS (
    SELECT
        j.*,
        u.indicator_id,
        u.subject_id,
        m.period,
        i.is_share,
        i.weight,
        v.n,
        v.value,
        -- The month in which the signal began that this month lies in.
        CASE WHEN j.signal <> 0 THEN
            max(CASE WHEN j.is_first THEN m.period END) OVER (
                PARTITION BY j.unit ORDER BY m.period
            )
        END AS first_period,
        CASE WHEN (j.signal > 0) = i.higher_is_better THEN 'better' ELSE 'worse'
            END AS direction
    FROM judged AS j
    JOIN signal_unit AS u ON u.unit = j.unit
    JOIN signal_month AS m ON m.month_place = j.month_place
    JOIN signal_value AS v ON v.unit = j.unit AND v.month_place = j.month_place
    JOIN signal_indicator AS i ON i.indicator_id = u.indicator_id
)
SELECT
    *,
    CASE WHEN first_period IS NOT NULL THEN
        indicator_id || '/' || subject_id || '/' || direction || '/'
            || strftime(first_period, '%Y-%m')
    END AS signal_id
FROM known;

CREATE OR REPLACE TABLE control_point AS
SELECT
    subject_id,
    indicator_id,
    period,
    CASE WHEN is_share THEN 'p_prime' ELSE 'xmr' END AS chart,
    n,
    value,
    centre,
    low,
    high,
    label,
    expected,
    CASE WHEN noise IS NOT NULL THEN
        greatest(0, expected - getvariable('signal_z') * noise) END AS usual_low,
    CASE WHEN noise IS NOT NULL THEN
        least(1, expected + getvariable('signal_z') * noise) END AS usual_high,
    z,
    average,
    weight * abs(z) AS severity,
    signal_id,
    false AS is_provisional
FROM signal_point
UNION ALL BY NAME
-- A month that is not final is drawn; nobody is judged by it.
SELECT
    u.subject_id,
    u.indicator_id,
    o.period,
    CASE WHEN i.is_share THEN 'p_prime' ELSE 'xmr' END AS chart,
    o.n,
    o.value,
    '' AS label,
    true AS is_provisional
FROM (SELECT DISTINCT unit FROM judged) AS j
JOIN signal_unit AS u ON u.unit = j.unit
JOIN signal_indicator AS i ON i.indicator_id = u.indicator_id
JOIN observation AS o
    ON o.indicator_id = u.indicator_id AND o.subject_id = u.subject_id
    AND o.period_kind = 'month' AND o.state = 'provisional'
WHERE o.value IS NOT NULL;

CREATE OR REPLACE TABLE signal AS
WITH told AS (
    SELECT
        signal_id,
        any_value(indicator_id) AS indicator_id,
        any_value(subject_id) AS subject_id,
        any_value(direction) AS direction,
        CASE WHEN arg_min(is_sudden, period) THEN 'sudden' ELSE 'drift' END AS kind,
        min(period) AS first_period,
        max(period) AS last_period,
        count(*) AS months,
        arg_max(period, abs(z)) AS peak_period,
        arg_max(value, abs(z)) AS peak_value,
        max(abs(z)) AS peak_z
    FROM signal_point
    WHERE signal_id IS NOT NULL AND z IS NOT NULL
    GROUP BY signal_id
),
placed AS (
    SELECT
        t.*,
        s.kind AS subject_kind,
        s.city_id,
        s.department_id,
        -- A month with too few rows to judge by ends nothing.
        NOT EXISTS (
            SELECT 1 FROM signal_point AS p
            WHERE p.subject_id = t.subject_id AND p.indicator_id = t.indicator_id
                AND p.period > t.last_period AND p.z IS NOT NULL
        ) AS is_open
    FROM told AS t
    JOIN subject AS s ON s.subject_id = t.subject_id
),
-- An organ's signal is part of its department's or city's, if one tells the same.
parent AS (
    SELECT
        o.signal_id,
        arg_max(w.signal_id, w.peak_z) AS part_of
    FROM placed AS o
    JOIN placed AS w
        ON w.indicator_id = o.indicator_id
        AND w.direction = o.direction
        AND w.subject_kind IN ('city', 'department')
        AND (w.city_id = o.city_id OR w.department_id = o.department_id)
        AND w.first_period <= o.last_period
        AND w.last_period >= o.first_period
    WHERE o.subject_kind = 'organ'
    GROUP BY o.signal_id
)
SELECT
    p.signal_id,
    p.subject_id,
    p.indicator_id,
    p.direction,
    p.kind,
    p.first_period,
    p.last_period,
    p.months,
    p.is_open,
    p.peak_period,
    p.peak_value,
    p.peak_z,
    parent.part_of
FROM placed AS p
LEFT JOIN parent ON parent.signal_id = p.signal_id;
