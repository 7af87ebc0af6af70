-- change_parts: what made one scorecard change since the period before, most first. One
-- row a part: an indicator, a pillar whose own weight changed, or neither (no name).
-- Empty where the period before is not whole.
SELECT
    change_part.subject_id AS asked_id,
    change_part.indicator_id,
    coalesce(
        said(indicator.short_name, $language),
        said(scheme_pillar.name, $language)
    ) AS name,
    change_part.performance + change_part.weight + change_part.mix AS points,
    change_part.performance,
    change_part.weight,
    change_part.mix,
    sum(change_part.performance) OVER one AS all_performance,
    sum(change_part.weight) OVER one AS all_weight,
    sum(change_part.mix) OVER one AS all_mix
FROM change_part
LEFT JOIN indicator ON indicator.indicator_id = change_part.indicator_id
LEFT JOIN scheme_pillar
    ON scheme_pillar.scheme_id = change_part.scheme_id
    AND scheme_pillar.pillar = change_part.pillar
WHERE change_part.subject_id IN (SELECT unnest($subject_ids))
    AND change_part.period_kind = $period_kind
    AND change_part.period = $period
    AND change_part.scheme_id = $scheme_id
    AND is_compared($period_kind, $period)
WINDOW one AS (PARTITION BY change_part.subject_id)
ORDER BY abs(points) DESC, name
