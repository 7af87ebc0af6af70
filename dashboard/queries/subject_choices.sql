-- subject_choices: the subjects a reader can pick, in the order of the reference tables.
-- $kinds: list of kinds wanted. department_name, city_name: those of an organ's own, even
-- where a limited reader cannot pick them. One row a subject.
SELECT
    subject.subject_id,
    subject.kind,
    subject.city_id,
    subject.department_id,
    said(subject.name, $language) AS name,
    said(subject.short_name, $language) AS short_name,
    said(department.name, $language) AS department_name,
    department.position AS department_position,
    said(city.short_name, $language) AS city_name,
    subject.ranked
FROM subject
LEFT JOIN label AS department
    ON department.kind = 'department'
    AND department.department_id = subject.department_id
LEFT JOIN label AS city
    ON city.kind = 'city'
    AND city.city_id = subject.city_id
WHERE list_contains($kinds, subject.kind)
ORDER BY
    array_position(['all', 'city', 'department', 'organ'], subject.kind),
    subject.position,
    subject.subject_id
