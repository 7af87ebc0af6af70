-- backlog: one row a subject and day, what was open then. backlog_age: the same by age.
-- Reads subject, period, month_cell of sources with a clock, given_age_class, and
-- open_cell: how many cases of an organ are open on a day at an age. A day that is made
-- of the same cells as in the run before is kept.

-- One row: a day the open cases are counted on. Nothing is known before the first month.
CREATE OR REPLACE TABLE backlog_day AS
SELECT least(period_end, getvariable('as_of')) AS counted_on
FROM period
WHERE period_kind = 'month'
    AND period >= (
        SELECT min(first_month)
        FROM (
            SELECT min(month) AS first_month FROM partial.month_cell
            WHERE source IN (SELECT source FROM clocked_source)
            UNION ALL
            SELECT date_trunc('month', min(counted_on)) FROM open_cell
        )
    );

-- One row: a day, and what its figures are made from. The sum over cases is the same
-- however they are spread over cells: whether a case was closed since or is open still.
CREATE OR REPLACE TABLE backlog_made AS
SELECT
    counted_on,
    concat_ws(
        ' ',
        getvariable('backlog_rules'),
        counted_on,
        sum(n),
        sum(hash(city_id, department_id, age_days, is_overdue)::HUGEINT * n)
    ) AS made_from
FROM open_cell
GROUP BY counted_on;

DELETE FROM kept.backlog
WHERE made_from NOT IN (SELECT made_from FROM backlog_made);

-- One row: subject x day x age.
CREATE OR REPLACE TABLE backlog_level AS
SELECT
    subject_of(
        GROUPING(city_id), city_id,
        GROUPING(department_id), department_id
    ) AS subject_id,
    counted_on,
    age_days,
    sum(n)::BIGINT AS n,
    coalesce(sum(n) FILTER (WHERE is_overdue), 0)::BIGINT AS overdue
FROM open_cell
WHERE counted_on IN (
    SELECT counted_on FROM backlog_made
    WHERE made_from NOT IN (SELECT made_from FROM kept.backlog)
)
GROUP BY GROUPING SETS (
    (counted_on, age_days, city_id, department_id),
    (counted_on, age_days, city_id),
    (counted_on, age_days, department_id),
    (counted_on, age_days)
);

INSERT INTO kept.backlog
WITH running AS (
    SELECT
        *,
        sum(n) OVER (PARTITION BY subject_id, counted_on ORDER BY age_days) AS so_far,
        sum(n) OVER (PARTITION BY subject_id, counted_on) AS total
    FROM backlog_level
),
aged AS (
    SELECT
        l.subject_id,
        l.counted_on,
        a.age_class,
        coalesce(sum(l.n) FILTER (
            WHERE l.age_days BETWEEN a.from_days AND coalesce(a.to_days, l.age_days)
        ), 0)::BIGINT AS open_count
    FROM backlog_level AS l
    CROSS JOIN given_age_class AS a
    GROUP BY ALL
),
by_age AS (
    SELECT subject_id, counted_on, list(open_count ORDER BY age_class) AS by_age
    FROM aged
    GROUP BY subject_id, counted_on
)
SELECT
    any_value(m.made_from) AS made_from,
    r.subject_id,
    r.counted_on,
    sum(r.n)::BIGINT AS open_count,
    sum(r.overdue)::BIGINT AS overdue_count,
    min(r.age_days) FILTER (WHERE so_far >= ceil(total / 2)) AS median_age_days,
    min(r.age_days) FILTER (WHERE so_far >= ceil(round(0.9 * total, 6)))
        AS p90_age_days,
    any_value(a.by_age) AS by_age
FROM running AS r
JOIN backlog_made AS m ON m.counted_on = r.counted_on
JOIN by_age AS a ON a.subject_id = r.subject_id AND a.counted_on = r.counted_on
GROUP BY r.subject_id, r.counted_on;

CREATE OR REPLACE TABLE backlog AS
WITH
-- Whoever has had cases and has none open has a row that says so.
handling AS (
    SELECT DISTINCT subject_of(
        GROUPING(city_id), city_id,
        GROUPING(department_id), department_id
    ) AS subject_id
    FROM (
        SELECT city_id, department_id FROM partial.month_cell
        WHERE source IN (SELECT source FROM clocked_source)
        UNION ALL
        SELECT city_id, department_id FROM open_cell
    )
    GROUP BY GROUPING SETS ((city_id, department_id), (city_id), (department_id), ())
)
SELECT
    h.subject_id,
    d.counted_on,
    coalesce(c.open_count, 0) AS open_count,
    coalesce(c.overdue_count, 0) AS overdue_count,
    c.median_age_days,
    c.p90_age_days
FROM handling AS h
JOIN subject AS s ON s.subject_id = h.subject_id
CROSS JOIN backlog_day AS d
LEFT JOIN kept.backlog AS c ON c.subject_id = h.subject_id AND c.counted_on = d.counted_on;

CREATE OR REPLACE TABLE backlog_age AS
SELECT
    b.subject_id,
    b.counted_on,
    a.age_class,
    coalesce(k.by_age[a.age_class], 0) AS open_count
FROM backlog AS b
CROSS JOIN given_age_class AS a
LEFT JOIN kept.backlog AS k
    ON k.subject_id = b.subject_id AND k.counted_on = b.counted_on;
