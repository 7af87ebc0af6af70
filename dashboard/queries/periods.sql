-- periods: every period that has observations, latest first. One row a period.
-- $kinds: list of period kinds wanted. is_compared: the period before is whole.
-- An edition is of one quarter: with $edition only that quarter and its months are told.
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
LEFT JOIN edition ON edition.edition_id = $edition
LEFT JOIN period AS frozen
    ON frozen.period_kind = edition.period_kind
    AND frozen.period = edition.period
WHERE list_contains($kinds, period.period_kind)
    AND (
        $edition IS NULL
        OR (period.period >= frozen.period AND period.period_end <= frozen.period_end)
    )
ORDER BY array_position(['quarter', 'month', 'year', 'rolling12'], period.period_kind), period.period DESC
