-- backlog: what was open at the end of each of the last 24 months, the latest being today.
-- One row a day, in the order of time. is_worked: a calendar of working days counts ages.
SELECT
    backlog.subject_id AS asked_id,
    backlog.counted_on,
    backlog.open_count,
    backlog.overdue_count,
    backlog.median_age_days,
    backlog.p90_age_days,
    backlog.counted_on = last_day(backlog.counted_on) AS is_month_end,
    EXISTS (SELECT 1 FROM calendar) AS is_worked
FROM backlog
WHERE backlog.subject_id IN (SELECT unnest($subject_ids))
QUALIFY row_number() OVER (
        PARTITION BY backlog.subject_id
        ORDER BY backlog.counted_on DESC
    ) <= 24
ORDER BY backlog.counted_on
