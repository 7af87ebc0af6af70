-- attention: what needs a decision, most urgent first, at most seven. One row a matter.
-- Where the period before is not whole, or something was counted otherwise in it,
-- nothing is held against it: falls are left out.
SELECT
    attention.kind,
    attention.subject_id,
    subject.kind AS subject_kind,
    said(subject.short_name, $language) AS name,
    said(indicator.short_name, $language) AS indicator,
    CASE WHEN attention.kind = 'legal_breach' THEN 'count' ELSE indicator.unit END AS unit,
    attention.value,
    if(is_compared($period_kind, $period), attention.previous_value, NULL) AS previous_value,
    attention.value - attention.previous_value AS change,
    attention.n,
    scheme_indicator.target
FROM attention
JOIN subject ON subject.subject_id = attention.subject_id
JOIN indicator ON indicator.indicator_id = attention.indicator_id
LEFT JOIN scheme
    ON attention.period BETWEEN scheme.valid_from AND scheme.valid_to
LEFT JOIN scheme_indicator
    ON scheme_indicator.scheme_id = scheme.scheme_id
    AND scheme_indicator.indicator_id = attention.indicator_id
WHERE attention.period_kind = $period_kind
    AND attention.period = $period
    AND (
        attention.kind <> 'fall'
        OR (
            is_compared($period_kind, $period)
            AND NOT is_broken(
                $period_kind,
                $period,
                attention.subject_id,
                attention.indicator_id
            )
        )
    )
QUALIFY row_number() OVER (
        PARTITION BY attention.position
        ORDER BY scheme.valid_from DESC
    ) = 1
ORDER BY attention.position
LIMIT 7
