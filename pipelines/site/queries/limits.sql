-- Limits that figures go by. One row a limit.
SELECT
    limit_value.name,
    limit_value.value
FROM limit_value
ORDER BY limit_value.name
