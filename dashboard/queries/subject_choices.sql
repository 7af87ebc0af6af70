-- subject_choices: the subjects a reader can pick, in the order of the reference tables.
-- $kinds: list of kinds wanted. One row a subject.
SELECT
    subject_id,
    kind,
    city_id,
    department_id,
    said(name, $language) AS name,
    said(short_name, $language) AS short_name,
    ranked
FROM subject
WHERE list_contains($kinds, kind)
ORDER BY array_position(['all', 'city', 'department', 'organ'], kind), position, subject_id
