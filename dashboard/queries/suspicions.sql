-- suspicions: what is odd about the ratings of a subject's organs in a period, the gravest
-- first, at most 50. One row a suspicion. total counts all of them.
SELECT
    asked.subject_id AS asked_id,
    honesty_flag.kind,
    honesty_flag.subject_id,
    said(organ.name, $language) AS name,
    said(organ.short_name, $language) AS short_name,
    honesty_flag.month,
    honesty_flag.day,
    left(honesty_flag.window_hash, 8) AS window_hash,
    honesty_flag.n,
    honesty_flag.base,
    honesty_flag.expected,
    honesty_flag.alike,
    honesty_flag.first_at,
    honesty_flag.last_at,
    honesty_flag.severity,
    count(*) OVER (PARTITION BY asked.subject_id) AS total,
    row_number() OVER (
        PARTITION BY asked.subject_id
        ORDER BY
            honesty_flag.severity DESC,
            coalesce(honesty_flag.chance, 1),
            honesty_flag.n DESC,
            honesty_flag.month,
            organ.subject_id
    ) AS place
FROM honesty_flag
JOIN subject AS organ ON organ.subject_id = honesty_flag.subject_id
JOIN subject AS asked ON asked.subject_id IN (SELECT unnest($subject_ids))
JOIN period
    ON period.period_kind = $period_kind
    AND period.period = $period
    AND honesty_flag.month BETWEEN period.period AND period.period_end
WHERE CASE asked.kind
        WHEN 'city' THEN organ.city_id = asked.city_id
        WHEN 'department' THEN organ.department_id = asked.department_id
        WHEN 'organ' THEN organ.subject_id = asked.subject_id
        ELSE TRUE
    END
QUALIFY place <= 50
ORDER BY place
