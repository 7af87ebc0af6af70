-- One row: the day that is $n working days after $day, which is not counted itself.
-- No row where the calendar ends before. A day of rest may be the one to start from.
SELECT
    day,
    is_provisional
FROM calendar
WHERE day > $day
    AND is_workday
    AND $day >= (SELECT min(day) FROM calendar)
ORDER BY day
LIMIT 1
OFFSET $n - 1
