-- One row: how many cases of a subject's period ended after so many days, and how many are
-- open that long.
-- Reads period_month, partial.month_level, survival_histogram (whose ends are counted in
-- which histogram of which source), open_level.
CREATE OR REPLACE TEMP TABLE survival_level AS
WITH organ AS (
    SELECT
        h.histogram_id,
        l.city_id::rolled_city AS city_id,
        l.department_id::rolled_department AS department_id,
        l.month,
        l.level,
        l.n AS ended,
        0 AS still_open
    FROM partial.month_level AS l
    JOIN survival_histogram AS h ON h.source = l.source AND h.histogram = l.histogram
    UNION ALL
    SELECT
        histogram_id, city_id::rolled_city, department_id::rolled_department, month,
        level, 0, n
    FROM open_level
),
-- Subjects first and periods then: a month is part of some fifteen of them.
subject_month AS (
    SELECT
        histogram_id,
        TRY_CAST(CASE
            WHEN GROUPING(city_id) = 0 AND GROUPING(department_id) = 0
                THEN 'organ:' || city_id || '/' || department_id
            WHEN GROUPING(city_id) = 0 THEN 'city:' || city_id
            WHEN GROUPING(department_id) = 0 THEN 'department:' || department_id
            ELSE 'all'
        END AS rolled_subject) AS subject_id,
        month,
        level,
        sum(ended)::BIGINT AS ended,
        sum(still_open)::BIGINT AS still_open
    FROM organ
    GROUP BY GROUPING SETS (
        (histogram_id, month, level, city_id, department_id),
        (histogram_id, month, level, city_id),
        (histogram_id, month, level, department_id),
        (histogram_id, month, level)
    )
)
SELECT
    s.histogram_id,
    s.subject_id,
    m.period_kind::rolled_kind AS period_kind,
    m.period,
    -- One number for a subject and period.
    (enum_code(s.subject_id)::BIGINT * 8 + enum_code(m.period_kind::rolled_kind))
        * 1000000 + (m.period - DATE '0001-01-01') AS place,
    s.level::DOUBLE AS days,
    sum(s.ended)::DOUBLE AS ended,
    sum(s.still_open)::DOUBLE AS still_open
FROM subject_month AS s
JOIN period_month AS m ON m.month = s.month
WHERE s.subject_id IS NOT NULL
GROUP BY ALL;

-- One row: a subject and period by its number.
CREATE OR REPLACE TEMP TABLE survival_place AS
SELECT DISTINCT place, subject_id, period_kind, period FROM survival_level
