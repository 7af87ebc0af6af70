-- method_open_cases: what open cases change, to follow by hand. At most one row: of the
-- latest complete quarter, the city in which the time nine in ten take differs most
-- between the cases closed and the cases accepted.
SELECT
    said(subject.name, $language) AS subject_name,
    with_open.period_kind,
    with_open.period,
    closed_only.n AS closed_n,
    closed_only.value AS closed_value,
    with_open.n AS accepted_n,
    with_open.value AS accepted_value
FROM publication
JOIN observation AS with_open
    ON with_open.indicator_id = 'km_p90_days'
    AND with_open.period_kind = 'quarter'
    AND with_open.period = publication.latest_period
JOIN observation AS closed_only
    ON closed_only.indicator_id = 'p90_days'
    AND closed_only.subject_id = with_open.subject_id
    AND closed_only.period_kind = with_open.period_kind
    AND closed_only.period = with_open.period
JOIN subject ON subject.subject_id = with_open.subject_id
WHERE subject.kind = 'city'
    AND with_open.value IS NOT NULL
    AND closed_only.value IS NOT NULL
ORDER BY
    with_open.value - closed_only.value DESC,
    subject.position
LIMIT 1
