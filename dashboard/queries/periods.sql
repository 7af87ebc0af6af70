-- periods: every period that has observations, latest first. One row a period.
-- $kinds: list of period kinds wanted. is_compared: the period before is whole.
SELECT
    period.period_kind,
    period.period,
    period.period_end,
    period.is_complete,
    period.is_provisional,
    period.previous_period,
    is_compared(period.period_kind, period.period) AS is_compared,
    period.period_kind = 'quarter' AND period.period = publication.latest_period AS is_latest
FROM period
CROSS JOIN publication
WHERE list_contains($kinds, period.period_kind)
ORDER BY array_position(['quarter', 'month', 'year', 'rolling12'], period.period_kind), period.period DESC
