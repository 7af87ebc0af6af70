-- Rankings there are, latest first. One row a kind of subject and period.
SELECT
    ranking.kind,
    ranking.period_kind,
    ranking.period,
    any_value(period.period_end) AS period_end,
    any_value(period.is_provisional) AS is_provisional,
    count(*) FILTER (WHERE ranking.state = 'ranked') AS ranked_count,
    coalesce(sum(ranking.n), 0)::BIGINT AS n
FROM satisfaction_ranking AS ranking
JOIN period USING (period_kind, period)
GROUP BY
    ranking.kind,
    ranking.period_kind,
    ranking.period
ORDER BY
    ranking.kind DESC,
    array_position(['quarter', 'year', 'rolling12'], ranking.period_kind),
    ranking.period DESC
