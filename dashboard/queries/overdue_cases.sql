-- overdue_cases: cases past their promised day and open on as_of, the longest overdue
-- first, at most 200. One row a case. total counts all of them, legal_limits those with a
-- legal limit, breaches those past it.
WITH asked AS (
    SELECT
        subject_id,
        kind,
        city_id,
        department_id
    FROM subject
    WHERE subject_id IN (SELECT unnest($subject_ids))
)
SELECT
    asked.subject_id AS asked_id,
    left(overdue_case.case_hash, 10) AS case_hash,
    said(item.name, $language) AS item,
    said(organ.short_name, $language) AS organ,
    overdue_case.subject_id,
    overdue_case.accepted_on,
    overdue_case.due_on,
    overdue_case.legal_due_on,
    overdue_case.days_over,
    overdue_case.promised_days,
    overdue_case.legal_days,
    overdue_case.day_unit,
    overdue_case.is_legal_breach,
    overdue_case.is_provisional,
    count(*) OVER one AS total,
    count(overdue_case.legal_due_on) OVER one AS legal_limits,
    count(*) FILTER (WHERE overdue_case.is_legal_breach) OVER one AS breaches,
    row_number() OVER (
        PARTITION BY asked.subject_id
        ORDER BY
            overdue_case.is_legal_breach DESC,
            overdue_case.days_over DESC,
            overdue_case.case_hash
    ) AS place
FROM asked
JOIN subject AS organ
    ON organ.kind = 'organ'
    AND CASE asked.kind
        WHEN 'city' THEN organ.city_id = asked.city_id
        WHEN 'department' THEN organ.department_id = asked.department_id
        WHEN 'organ' THEN organ.subject_id = asked.subject_id
        ELSE TRUE
    END
JOIN overdue_case ON overdue_case.subject_id = organ.subject_id
LEFT JOIN item ON item.item_id = overdue_case.item_id
WINDOW one AS (PARTITION BY asked.subject_id)
QUALIFY place <= 200
ORDER BY place
