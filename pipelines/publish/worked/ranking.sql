-- One row: a step from what is likely true of one office (publish/followed.py) to its place,
-- where this very file ranks it.
SELECT
    'ranking' AS topic,
    followed.subject_id,
    about.ranking_indicator AS indicator_id,
    followed.period_kind,
    followed.period,
    followed.position,
    followed.symbol,
    followed.part,
    followed.value,
    followed.digits,
    followed.unit
FROM followed
JOIN publication AS about
    ON about.latest_period = followed.period
JOIN satisfaction_ranking AS placed USING (subject_id, period_kind, period)
WHERE placed.state = 'ranked'
ORDER BY followed.position
