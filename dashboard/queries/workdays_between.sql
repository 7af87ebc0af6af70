-- One row: how many working days come after $first, up to and with $last, and whether
-- the calendar holds them all.
SELECT
    count(*) FILTER (WHERE is_workday AND day > $first AND day <= $last) AS days,
    coalesce(min(day) <= $first AND max(day) >= $last, FALSE) AS is_held
FROM calendar
