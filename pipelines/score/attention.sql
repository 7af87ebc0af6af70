-- One row: something that needs a decision, the most urgent first.
-- Reads observation, subject, period, scheme_period, scheme_weight. Subjects that are
-- never ranked (vertical organs, what is assigned to nobody) are not for us to decide on.
CREATE OR REPLACE TABLE attention AS
WITH judged AS (
    SELECT
        o.*,
        was.denominator - was.numerator AS previous_missed,
        was.low AS previous_low,
        was.high AS previous_high,
        w.weight,
        w.higher_is_better,
        w.span,
        w.target
    FROM observation AS o
    JOIN subject AS s ON s.subject_id = o.subject_id
    JOIN period AS p ON p.period_kind = o.period_kind AND p.period = o.period
    JOIN scheme_period AS sp ON sp.period_kind = o.period_kind AND sp.period = o.period
    JOIN scheme_weight AS w
        ON w.scheme_id = sp.scheme_id AND w.indicator_id = o.indicator_id
    LEFT JOIN observation AS was
        ON was.indicator_id = o.indicator_id
        AND was.subject_id = o.subject_id
        AND was.period_kind = o.period_kind
        AND was.period = p.previous_period
    WHERE s.ranked
        AND s.kind IN ('city', 'department')
        AND o.period_kind IN ('month', 'quarter')
        AND o.value IS NOT NULL
),
-- A fall counts when the two intervals do not touch: it is no accident of small numbers.
fall AS (
    SELECT
        period_kind, period, 'fall' AS kind, subject_id, indicator_id, value,
        previous_value, n,
        -- A scale that goes by the peers says not how much a unit of the value weighs.
        weight * coalesce(abs(change) / span, 0) AS weight
    FROM judged
    WHERE CASE WHEN higher_is_better THEN high < previous_low ELSE low > previous_high END
),
-- Told as a number of cases: each of them broke the law.
breach AS (
    SELECT
        period_kind, period, 'legal_breach' AS kind, subject_id, indicator_id,
        denominator - numerator AS value, previous_missed AS previous_value, n,
        denominator - numerator AS weight
    FROM judged
    WHERE indicator_id = 'legal_on_time_rate' AND numerator < denominator
),
overdue AS (
    SELECT
        o.period_kind, o.period, 'overdue' AS kind, o.subject_id, o.indicator_id,
        o.value, o.previous_value, o.n,
        o.value AS weight
    FROM observation AS o
    JOIN subject AS s ON s.subject_id = o.subject_id
    WHERE o.indicator_id = 'open_overdue'
        AND s.ranked
        AND s.kind IN ('city', 'department')
        AND o.period_kind IN ('month', 'quarter')
        AND o.value > 0
),
below AS (
    SELECT
        period_kind, period, 'below_target' AS kind, subject_id, indicator_id, value,
        previous_value, n,
        weight * coalesce(abs(value - target) / span, 0) AS weight
    FROM judged
    WHERE target IS NOT NULL
        AND CASE WHEN higher_is_better THEN high < target ELSE low > target END
),
-- One subject is named once a kind, for the indicator that weighs most.
every AS (
    SELECT * FROM fall
    UNION ALL BY NAME SELECT * FROM breach
    UNION ALL BY NAME SELECT * FROM overdue
    UNION ALL BY NAME SELECT * FROM below
),
one AS (
    SELECT * FROM every
    QUALIFY row_number() OVER (
        PARTITION BY period_kind, period, kind, subject_id
        ORDER BY weight DESC, indicator_id
    ) = 1
),
turn AS (
    SELECT
        *,
        row_number() OVER (
            PARTITION BY period_kind, period, kind ORDER BY weight DESC, subject_id
        ) AS place,
        CASE kind WHEN 'legal_breach' THEN 1 WHEN 'fall' THEN 2 WHEN 'overdue' THEN 3
            ELSE 4 END AS kind_place
    FROM one
)
SELECT
    period_kind,
    period,
    row_number() OVER (
        PARTITION BY period_kind, period ORDER BY place, kind_place
    ) AS position,
    kind,
    subject_id,
    indicator_id,
    value,
    previous_value,
    n
FROM turn
QUALIFY position <= 20
