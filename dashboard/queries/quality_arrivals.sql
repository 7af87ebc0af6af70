-- quality_arrivals: how much arrived. One row a source and month, for every source that
-- ever sent anything and every month in which any did. is_gap: the source skipped a month
-- it was due in by its own rhythm (the median number of months between two it sent in),
-- and sent again later.
WITH every_month AS (
    SELECT DISTINCT arrival.month
    FROM arrival
),

step AS (
    SELECT
        arrival.source,
        arrival.month,
        date_diff(
            'month',
            lag(arrival.month) OVER (
                PARTITION BY arrival.source ORDER BY arrival.month
            ),
            arrival.month
        ) AS months
    FROM arrival
),

rhythm AS (
    SELECT
        step.source,
        max(step.month) AS last_month,
        quantile_disc(step.months, 0.5) AS months
    FROM step
    GROUP BY
        step.source
)

SELECT
    source.source,
    said(source.name, $language) AS name,
    every_month.month,
    coalesce(arrival.rows, 0) AS row_count,
    coalesce(arrival.cities, 0) AS city_count,
    coalesce(arrival.departments, 0) AS department_count,
    coalesce(
        arrival.rows IS NULL
        AND every_month.month < rhythm.last_month
        AND date_diff('month', before.month, every_month.month) % rhythm.months = 0,
        FALSE
    ) AS is_gap
FROM source
JOIN rhythm USING (source)
CROSS JOIN every_month
LEFT JOIN arrival
    ON arrival.source = source.source
    AND arrival.month = every_month.month
ASOF LEFT JOIN arrival AS before
    ON before.source = source.source
    AND before.month <= every_month.month
ORDER BY
    source.source,
    every_month.month
