-- One row: a published subject that can be assessed, with its names in every language.
-- "The whole" is nobody's to assess.
SELECT
    subject_id,
    kind,
    city_id,
    department_id,
    peer_group,
    map_keys(name) AS languages,
    map_values(name) AS names
FROM subject
WHERE kind IN ('city', 'department', 'organ')
ORDER BY
    CASE kind WHEN 'city' THEN 1 WHEN 'department' THEN 2 ELSE 3 END,
    position,
    subject_id
