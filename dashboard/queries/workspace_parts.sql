-- workspace_parts: which parts of a scorecard this workspace has data for. One row.
-- has_overdue: something with a due date is known at all; has_reasons: tags are declared.
SELECT
    EXISTS (SELECT 1 FROM overdue_case)
        OR EXISTS (SELECT 1 FROM source WHERE source = 'cases')
        OR EXISTS (SELECT 1 FROM indicator WHERE indicator_id = 'open_overdue')
        AS has_overdue,
    EXISTS (SELECT 1 FROM tag) AS has_reasons
