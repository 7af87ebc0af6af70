-- headline: the indicators of the overview's tiles, in their order. One row an indicator.
-- change: NULL too where the period before is not whole, or something was counted
-- otherwise in it (is_broken).
SELECT
    indicator.indicator_id,
    said(indicator.short_name, $language) AS name,
    said(indicator.definition, $language) AS definition,
    indicator.formula,
    indicator.reference,
    said(source.name, $language) AS source,
    indicator.unit,
    indicator.kind,
    indicator.higher_is_better,
    indicator.minimum_n,
    observation.numerator,
    observation.denominator,
    observation.value,
    if(
        is_compared($period_kind, $period)
        AND NOT is_broken($period_kind, $period, $subject_id, indicator.indicator_id),
        observation.change,
        NULL
    ) AS change,
    is_broken($period_kind, $period, $subject_id, indicator.indicator_id) AS is_broken,
    coalesce(observation.state, 'no_data') AS state,
    observation.more_than,
    (
        SELECT coalesce(list(month.value ORDER BY month.period), [])
        FROM observation AS month
        WHERE month.indicator_id = indicator.indicator_id
            AND month.subject_id = $subject_id
            AND month.period_kind = 'month'
            AND month.period <= $period_end
            AND month.value IS NOT NULL
    ) AS history
FROM publication
CROSS JOIN unnest(publication.headline) WITH ORDINALITY AS tile (indicator_id, position)
JOIN indicator ON indicator.indicator_id = tile.indicator_id
LEFT JOIN source ON source.source = indicator.source
LEFT JOIN observation
    ON observation.indicator_id = indicator.indicator_id
    AND observation.subject_id = $subject_id
    AND observation.period_kind = $period_kind
    AND observation.period = $period
ORDER BY tile.position
