-- doubt: how much of a subject's ratings is in doubt in a period, and what becomes of the
-- share without them. One row where something is; else none.
SELECT
    doubt.subject_id AS asked_id,
    doubt.flag_count,
    doubt.doubtful_count,
    doubt.share,
    doubt.n,
    doubt.share_without
FROM doubt
WHERE doubt.subject_id IN (SELECT unnest($subject_ids))
    AND doubt.period_kind = $period_kind
    AND doubt.period = $period
