-- quality_coverage: how much of what is measured each subject of $kind gave rise to in
-- the period, least first. One row a subject.
-- coverage: share of the scheme's weight with an observation; NULL: no scorecard.
WITH counted AS (
    SELECT
        observation.subject_id,
        count(*) FILTER (
            WHERE observation.state IN ('ok', 'provisional')
        ) AS measured_count,
        count(*) FILTER (WHERE observation.state = 'withheld') AS withheld_count
    FROM observation
    WHERE observation.period_kind = $period_kind
        AND observation.period = $period
    GROUP BY
        observation.subject_id
)

SELECT
    subject.subject_id,
    said(subject.name, $language) AS name,
    scorecard.coverage,
    scorecard.n,
    coalesce(counted.measured_count, 0) AS measured_count,
    coalesce(counted.withheld_count, 0) AS withheld_count,
    (SELECT count(*) FROM indicator)
        - coalesce(counted.measured_count, 0)
        - coalesce(counted.withheld_count, 0) AS missing_count
FROM subject
LEFT JOIN counted USING (subject_id)
LEFT JOIN scorecard
    ON scorecard.subject_id = subject.subject_id
    AND scorecard.period_kind = $period_kind
    AND scorecard.period = $period
WHERE subject.kind = $kind
ORDER BY
    scorecard.coverage NULLS FIRST,
    missing_count DESC,
    subject.position
