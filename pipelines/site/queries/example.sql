-- A published share with its interval, to follow by hand: the one that the handbook
-- follows. At most one row.
SELECT
    said(indicator.name, $language) AS indicator_name,
    said(subject.name, $language) AS subject_name,
    observation.period_kind,
    observation.period,
    observation.numerator,
    observation.denominator,
    observation.value,
    observation.low,
    observation.high
FROM publication
JOIN observation
    ON observation.indicator_id = publication.ranking_indicator
    AND observation.period_kind = 'quarter'
    AND observation.period = publication.latest_period
JOIN indicator USING (indicator_id)
JOIN subject USING (subject_id)
WHERE subject.kind = 'city'
    AND observation.state = 'ok'
    AND observation.numerator IS NOT NULL
    AND observation.low IS NOT NULL
ORDER BY
    observation.subject_id IN (
        SELECT subject_id FROM worked_example WHERE topic = 'interval'
    ) DESC,
    abs(observation.denominator - 400),
    subject.position
LIMIT 1
