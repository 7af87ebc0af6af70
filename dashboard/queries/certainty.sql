-- certainty: how far a subject's place hangs on weights and on chance. One row, or none
-- where nobody tried it.
SELECT
    rank_sensitivity.subject_id AS asked_id,
    rank_sensitivity.rank_low,
    rank_sensitivity.rank_high,
    rank_sensitivity.by_weights_low,
    rank_sensitivity.by_weights_high
FROM rank_sensitivity
WHERE rank_sensitivity.scheme_id = $scheme_id
    AND rank_sensitivity.subject_id IN (SELECT unnest($subject_ids))
    AND rank_sensitivity.period_kind = $period_kind
    AND rank_sensitivity.period = $period
