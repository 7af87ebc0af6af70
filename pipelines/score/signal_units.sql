-- What is looked at for signals. Reads observation, subject, period, indicator_rule and
-- scheme_weight. One row each: an indicator that a scheme weighs, with the newest one's
-- weight and direction; a month that is final; a subject's series; a month of one.
CREATE OR REPLACE TABLE signal_indicator AS
SELECT
    w.indicator_id,
    arg_max(w.weight, w.scheme_id) AS weight,
    arg_max(w.higher_is_better, w.scheme_id) AS higher_is_better,
    any_value(r.is_share AND r.scale = 1) AS is_share,
    row_number() OVER (ORDER BY w.indicator_id) AS place
FROM scheme_weight AS w
JOIN indicator_rule AS r ON r.indicator_id = w.indicator_id
WHERE w.indicator_id IN (
    -- What is assessed once a cycle has no months to compare.
    SELECT indicator_id FROM observation
    WHERE period_kind = 'month' AND value IS NOT NULL
    GROUP BY indicator_id
    HAVING count(DISTINCT period) >= least(
        getvariable('signal_chart_points'), getvariable('signal_minimum_months')
    )
)
GROUP BY w.indicator_id;

CREATE OR REPLACE TABLE signal_month AS
SELECT
    period,
    row_number() OVER (ORDER BY period) - 1 AS month_place
FROM period
WHERE period_kind = 'month' AND NOT is_provisional;

CREATE OR REPLACE TABLE signal_unit AS
SELECT
    row_number() OVER (ORDER BY i.indicator_id, s.subject_id) AS unit,
    i.indicator_id,
    s.subject_id,
    list_position(['city', 'department', 'organ'], s.kind) - 1 AS kind_place
FROM subject AS s
CROSS JOIN signal_indicator AS i
WHERE s.ranked
    AND s.kind IN ('city', 'department', 'organ')
    AND (i.is_share OR s.kind <> 'organ');

CREATE OR REPLACE TABLE signal_value AS
SELECT u.unit, m.month_place, m.period, o.numerator, o.denominator, o.n, o.value
FROM observation AS o
JOIN signal_unit AS u
    ON u.indicator_id = o.indicator_id AND u.subject_id = o.subject_id
JOIN signal_month AS m ON m.period = o.period
WHERE o.period_kind = 'month' AND o.state <> 'no_data';
