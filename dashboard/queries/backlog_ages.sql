-- backlog_ages: the same days as backlog, by how old the open cases were. One row a day and
-- class of ages, young ones first.
SELECT
    backlog_age.subject_id AS asked_id,
    backlog_age.counted_on,
    age_class.age_class,
    age_class.from_days,
    age_class.to_days,
    backlog_age.open_count
FROM backlog_age
JOIN age_class ON age_class.age_class = backlog_age.age_class
WHERE backlog_age.subject_id IN (SELECT unnest($subject_ids))
QUALIFY dense_rank() OVER (
        PARTITION BY backlog_age.subject_id
        ORDER BY backlog_age.counted_on DESC
    ) <= 24
ORDER BY
    backlog_age.counted_on,
    age_class.age_class
