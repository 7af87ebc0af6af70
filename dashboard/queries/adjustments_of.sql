-- adjustments_of: bonuses, deductions and vetoes of one scorecard, as declared. One row
-- an adjustment that the subject's value gives rise to.
SELECT
    adjustment.subject_id AS asked_id,
    scheme_adjustment.kind,
    said(scheme_adjustment.name, $language) AS name,
    said(indicator.short_name, $language) AS indicator,
    indicator.unit,
    adjustment.value,
    adjustment.points,
    said(scheme_band.name, $language) AS ceiling
FROM adjustment
JOIN scheme_adjustment
    ON scheme_adjustment.scheme_id = adjustment.scheme_id
    AND scheme_adjustment.adjustment = adjustment.adjustment
JOIN indicator ON indicator.indicator_id = scheme_adjustment.indicator_id
LEFT JOIN scheme_band
    ON scheme_band.scheme_id = scheme_adjustment.scheme_id
    AND scheme_band.band = scheme_adjustment.ceiling
WHERE adjustment.subject_id IN (SELECT unnest($subject_ids))
    AND adjustment.period_kind = $period_kind
    AND adjustment.period = $period
    AND adjustment.scheme_id = $scheme_id
ORDER BY scheme_adjustment.position
