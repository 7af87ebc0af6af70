-- lifts: the shortest lists of improvements that reach the next band. One row an indicator
-- of a list, lists in the order of what they ask.
SELECT
    lift.subject_id AS asked_id,
    lift.place,
    said(scheme_band.name, $language) AS band_name,
    said(indicator.short_name, $language) AS name,
    indicator.unit,
    lift.score,
    lift.needed_score,
    lift.value,
    lift.needed_value,
    observation.n
FROM lift
JOIN scheme_band
    ON scheme_band.scheme_id = lift.scheme_id AND scheme_band.band = lift.band
JOIN indicator ON indicator.indicator_id = lift.indicator_id
LEFT JOIN observation
    ON observation.indicator_id = lift.indicator_id
    AND observation.subject_id = lift.subject_id
    AND observation.period_kind = lift.period_kind
    AND observation.period = lift.period
WHERE lift.scheme_id = $scheme_id
    AND lift.subject_id IN (SELECT unnest($subject_ids))
    AND lift.period_kind = $period_kind
    AND lift.period = $period
ORDER BY lift.place, lift.needed_score - lift.score DESC, indicator.position
