-- subject_packs: subjects that are asked about together, at most $size: departments and
-- cities first, then the organs of one city after another. One row a pack.
WITH placed AS (
    SELECT
        subject_id,
        row_number() OVER (
            ORDER BY kind = 'organ', coalesce(city_id, ''), position, subject_id
        ) AS place
    FROM subject
)
SELECT list(subject_id ORDER BY place) AS subject_ids
FROM placed
GROUP BY (place - 1) // $size
