-- One row of found_burst: a run of ratings at one window, more than burst_ratings of them
-- within burst_minutes (variables). One row of run_rating: a rating of such a run.
-- Reads changed_rating. `usual` is the median of the busiest minutes of the window's other
-- days in the month, `spread` how far they lie from it, `everywhere` how many ratings a
-- window has a day on average.
CREATE OR REPLACE TEMP TABLE window_day AS
SELECT
    month,
    city_id,
    department_id,
    window_id,
    day,
    count(*) AS ratings
FROM changed_rating
WHERE window_id IS NOT NULL
GROUP BY ALL;

CREATE OR REPLACE TEMP TABLE counted_rating AS
WITH busy AS (
    SELECT DISTINCT month, city_id, department_id, window_id
    FROM window_day
    WHERE ratings > getvariable('burst_ratings')
)
SELECT
    r.*,
    count(*) OVER (
        PARTITION BY r.month, r.city_id, r.department_id, r.window_id
        ORDER BY r.rated_at
        RANGE BETWEEN CURRENT ROW AND to_minutes(getvariable('burst_minutes')) FOLLOWING
    ) AS ahead
FROM changed_rating AS r
SEMI JOIN busy
    ON busy.month = r.month
    AND busy.city_id = r.city_id
    AND busy.department_id = r.department_id
    AND busy.window_id = r.window_id
WHERE r.window_id IS NOT NULL;

CREATE OR REPLACE TEMP TABLE run_rating AS
WITH near AS (
    SELECT
        *,
        -- Within the minutes of a rating that has so many after it.
        max(ahead) OVER (
            PARTITION BY month, city_id, department_id, window_id
            ORDER BY rated_at
            RANGE BETWEEN to_minutes(getvariable('burst_minutes')) PRECEDING AND CURRENT ROW
        ) > getvariable('burst_ratings') AS is_dense
    FROM counted_rating
),
dense AS (
    SELECT
        *,
        coalesce(
            rated_at - lag(rated_at) OVER (
                PARTITION BY month, city_id, department_id, window_id
                ORDER BY rated_at, rating_name
            ) > to_minutes(getvariable('burst_minutes')),
            TRUE
        ) AS is_first
    FROM near
    WHERE is_dense
),
numbered AS (
    SELECT
        *,
        sum(is_first::INT) OVER (
            PARTITION BY month, city_id, department_id, window_id
            ORDER BY rated_at, rating_name
            ROWS UNBOUNDED PRECEDING
        ) AS run
    FROM dense
)
SELECT
    * EXCLUDE (run),
    min(rated_at) OVER (
        PARTITION BY month, city_id, department_id, window_id, run
    ) AS first_at
FROM numbered;

CREATE OR REPLACE TEMP TABLE found_burst AS
WITH run AS (
    SELECT
        month,
        city_id,
        department_id,
        window_id,
        first_at,
        min(day) AS day,
        max(rated_at) AS last_at,
        count(*) AS ratings,
        max(ahead) AS peak
    FROM run_rating
    GROUP BY month, city_id, department_id, window_id, first_at
),
said AS (
    SELECT month, city_id, department_id, window_id, first_at, max(ratings) AS same
    FROM (
        SELECT month, city_id, department_id, window_id, first_at, count(*) AS ratings
        FROM run_rating
        GROUP BY month, city_id, department_id, window_id, first_at, level, tags
    )
    GROUP BY month, city_id, department_id, window_id, first_at
),
written AS (
    SELECT month, city_id, department_id, window_id, first_at, max(ratings) AS same
    FROM (
        SELECT month, city_id, department_id, window_id, first_at, count(*) AS ratings
        FROM run_rating
        WHERE comment IS NOT NULL
        GROUP BY month, city_id, department_id, window_id, first_at, comment
    )
    GROUP BY month, city_id, department_id, window_id, first_at
),
busiest AS (
    SELECT month, city_id, department_id, window_id, day, max(ahead) AS peak
    FROM counted_rating
    GROUP BY month, city_id, department_id, window_id, day
),
usually AS (
    SELECT
        run.month,
        run.city_id,
        run.department_id,
        run.window_id,
        run.first_at,
        median(busiest.peak) AS usual,
        mad(busiest.peak) AS spread,
        count(*) AS other_days
    FROM run
    JOIN busiest USING (month, city_id, department_id, window_id)
    WHERE busiest.day <> run.day
    GROUP BY run.month, run.city_id, run.department_id, run.window_id, run.first_at
),
everywhere AS (
    SELECT month, avg(ratings) AS everywhere FROM window_day GROUP BY month
)
SELECT
    run.*,
    said.same / run.ratings AS alike,
    coalesce(written.same, 0) AS same_words,
    usually.usual,
    usually.spread,
    coalesce(usually.other_days, 0) AS other_days,
    everywhere.everywhere
FROM run
JOIN said USING (month, city_id, department_id, window_id, first_at)
JOIN everywhere USING (month)
LEFT JOIN written USING (month, city_id, department_id, window_id, first_at)
LEFT JOIN usually USING (month, city_id, department_id, window_id, first_at);
