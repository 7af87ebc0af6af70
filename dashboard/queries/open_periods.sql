-- open_periods: the periods that have observations, latest first. One row a period.
SELECT
    period.period_kind,
    period.period,
    period.period_end,
    period.is_complete,
    period.is_provisional,
    period.previous_period
FROM period
WHERE ($period_kind IS NULL OR period.period_kind = $period_kind)
ORDER BY
    array_position(['quarter', 'month', 'year', 'rolling12'], period.period_kind),
    period.period DESC
