-- method_adjustments: bonus, deduction and veto of $scheme_id. One row a rule.
SELECT
    scheme_adjustment.kind,
    said(scheme_adjustment.name, $language) AS name,
    said(indicator.name, $language) AS indicator,
    indicator.unit,
    scheme_adjustment.subjects,
    scheme_adjustment.above,
    scheme_adjustment.below,
    scheme_adjustment.points,
    scheme_adjustment.most,
    said(scheme_band.name, $language) AS ceiling
FROM scheme_adjustment
JOIN indicator ON indicator.indicator_id = scheme_adjustment.indicator_id
LEFT JOIN scheme_band
    ON scheme_band.scheme_id = scheme_adjustment.scheme_id
    AND scheme_band.band = scheme_adjustment.ceiling
WHERE scheme_adjustment.scheme_id = $scheme_id
ORDER BY scheme_adjustment.position
