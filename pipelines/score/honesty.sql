-- Makes every table of suspicions as it is published; what one row is stands at each.
-- Reads found_flag, partial.doubt_count, partial.doubtful, observation, subject, period,
-- period_month; and the variables honesty_secret and honesty_given.

-- One row: a suspicion, of an organ in a month; a window under a keyed hash.
CREATE OR REPLACE TABLE honesty_flag AS
SELECT
    kind,
    subject_id,
    month,
    day,
    left(sha256(getvariable('honesty_secret') || window_id), 16) AS window_hash,
    n,
    base,
    expected,
    chance,
    alike,
    same_words,
    first_at,
    last_at,
    severity
FROM found_flag;

-- One row: a rating in doubt, once, however many things are odd about it. A single tag
-- that contradicts is no suspicion of its organ, but it is no answer to go by either.
CREATE OR REPLACE TABLE doubted AS
WITH organ AS (
    SELECT DISTINCT
        city_id,
        department_id,
        'organ:' || city_id || '/' || department_id AS subject_id
    FROM partial.doubt_count
),
told AS (
    SELECT f.kind, o.city_id, o.department_id, f.month, f.window_id, f.first_at
    FROM found_flag AS f
    JOIN organ AS o ON o.subject_id = f.subject_id
),
-- Held against flags by columns: to put a text together for each of millions takes
-- seconds. Of all kinds only a burst is told of a window and a time.
odd AS (
    SELECT city_id, department_id, month, rating_key, is_satisfied
    FROM partial.doubtful
    WHERE kind IN ('tag_against_level', 'tag_against_clock')
    UNION ALL
    SELECT d.city_id, d.department_id, d.month, d.rating_key, d.is_satisfied
    FROM partial.doubtful AS d
    SEMI JOIN told AS t
        ON t.kind = d.kind
        AND t.city_id = d.city_id
        AND t.department_id = d.department_id
        AND t.month = d.month
        AND t.first_at IS NOT DISTINCT FROM d.burst_at
        AND t.window_id IS NOT DISTINCT FROM
            CASE WHEN d.kind = 'burst' THEN d.window_id END
)
SELECT
    city_id, department_id, month, rating_key, any_value(is_satisfied) AS is_satisfied
FROM odd
GROUP BY city_id, department_id, month, rating_key;

-- One row: subject x period in which something is in doubt, and how much it weighs.
CREATE OR REPLACE TABLE doubt AS
WITH counted AS (
    SELECT
        subject_of(
            GROUPING(city_id), city_id,
            GROUPING(department_id), department_id
        ) AS subject_id,
        m.period_kind,
        m.period,
        sum(flags) AS flag_count,
        sum(ratings) AS doubtful_count,
        sum(satisfied) AS satisfied_count
    FROM (
        SELECT
            city_id, department_id, month, 0 AS flags, count(*) AS ratings,
            count(*) FILTER (WHERE is_satisfied) AS satisfied
        FROM doubted
        GROUP BY city_id, department_id, month
        UNION ALL
        SELECT s.city_id, s.department_id, f.month, count(*), 0, 0
        FROM found_flag AS f
        JOIN subject AS s ON s.subject_id = f.subject_id
        GROUP BY s.city_id, s.department_id, f.month
    ) AS d
    JOIN period_month AS m ON m.month = d.month
    GROUP BY GROUPING SETS (
        (m.period_kind, m.period, city_id, department_id),
        (m.period_kind, m.period, city_id),
        (m.period_kind, m.period, department_id),
        (m.period_kind, m.period)
    )
)
SELECT
    c.subject_id,
    c.period_kind,
    c.period,
    c.flag_count,
    c.doubtful_count,
    o.value AS share,
    o.n,
    CASE WHEN o.value IS NOT NULL AND o.denominator > c.doubtful_count
        THEN (o.numerator - c.satisfied_count) / (o.denominator - c.doubtful_count)
    END AS share_without
FROM counted AS c
LEFT JOIN observation AS o
    ON o.indicator_id = getvariable('honesty_given')
    AND o.subject_id = c.subject_id
    AND o.period_kind = c.period_kind
    AND o.period = c.period;

-- One row: a rating whose tags contradict its level, or a deadline that was kept; the
-- newest hundred of an organ in a month. Numbers are hashed as those of overdue cases.
CREATE OR REPLACE TABLE contradicting_rating AS
SELECT
    d.kind,
    'organ:' || d.city_id || '/' || d.department_id AS subject_id,
    d.month,
    d.day,
    left(sha256(getvariable('honesty_secret') || d.rating_key::VARCHAR), 16)
        AS rating_hash,
    left(sha256(getvariable('honesty_secret') || d.case_id), 16) AS case_hash,
    d.channel,
    d.level,
    string_split(d.tags, ',') AS tags
FROM partial.doubtful AS d
WHERE d.kind IN ('tag_against_level', 'tag_against_clock')
QUALIFY row_number() OVER (
        PARTITION BY d.kind, d.city_id, d.department_id, d.month
        ORDER BY d.day DESC, d.rating_key
    ) <= 100
