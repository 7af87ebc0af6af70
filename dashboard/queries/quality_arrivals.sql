-- quality_arrivals: how much arrived. One row a source and month, for every source that
-- ever sent anything and every month in which any did. is_gap: nothing came, though the
-- source sent something both before and after.
WITH every_month AS (
    SELECT DISTINCT arrival.month
    FROM arrival
),

sender AS (
    SELECT
        arrival.source,
        min(arrival.month) AS first_month,
        max(arrival.month) AS last_month
    FROM arrival
    GROUP BY
        arrival.source
)

SELECT
    source.source,
    said(source.name, $language) AS name,
    every_month.month,
    coalesce(arrival.rows, 0) AS row_count,
    coalesce(arrival.cities, 0) AS city_count,
    coalesce(arrival.departments, 0) AS department_count,
    arrival.rows IS NULL
        AND every_month.month BETWEEN sender.first_month AND sender.last_month AS is_gap
FROM source
JOIN sender USING (source)
CROSS JOIN every_month
LEFT JOIN arrival
    ON arrival.source = source.source
    AND arrival.month = every_month.month
ORDER BY
    source.source,
    every_month.month
