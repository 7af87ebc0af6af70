-- One row: a judgement that the pipelines may measure: one assessor's, or a whole poll's.
-- assessed_at lies within the cycle, so that it counts in the period that was judged.
-- weight is how many judgements the row stands for, spread their standard deviation.
-- Teams and officials are in no published file, so no row of theirs leaves the store.
CREATE VIEW published_assessment AS
SELECT
    'store:' || CAST(assessment.assessment_id AS VARCHAR(20)) AS assessment_id,
    assessment_version.version AS version,
    cycle_method.method AS method,
    cycle_subject.subject_id AS subject_id,
    cycle.code AS cycle,
    'account:' || CAST(assignment.account_id AS VARCHAR(20)) AS assessor,
    assessment_version.score AS score,
    1 AS weight,
    0.0 AS spread,
    assessment.counted_at AS assessed_at
FROM assessment
JOIN assessment_version
    ON assessment_version.assessment_id = assessment.assessment_id
    AND assessment_version.version = assessment.version
JOIN assignment ON assignment.assignment_id = assessment.assignment_id
JOIN cycle_method ON cycle_method.cycle_method_id = assignment.cycle_method_id
JOIN cycle_subject
    ON cycle_subject.cycle_subject_id = assignment.cycle_subject_id
JOIN cycle ON cycle.cycle_id = cycle_subject.cycle_id
WHERE assessment.state IN ('published', 'appealed', 'upheld', 'amended')
    AND assignment.state = 'active'
    AND cycle.published_at IS NOT NULL
    AND cycle_subject.kind IN ('city', 'department', 'organ')
UNION ALL
SELECT
    'store:poll:' || CAST(published_ballot_score.poll_id AS VARCHAR(20))
        || ':' || CAST(published_ballot_score.cycle_subject_id AS VARCHAR(20)),
    1,
    cycle_method.method,
    cycle_subject.subject_id,
    cycle.code,
    NULL,
    published_ballot_score.score,
    published_ballot_score.ballots,
    published_ballot_score.spread,
    published_ballot_score.counted_at
FROM published_ballot_score
JOIN poll ON poll.poll_id = published_ballot_score.poll_id
JOIN cycle_method ON cycle_method.cycle_method_id = poll.cycle_method_id
JOIN cycle_subject
    ON cycle_subject.cycle_subject_id = published_ballot_score.cycle_subject_id
JOIN cycle ON cycle.cycle_id = cycle_subject.cycle_id
WHERE cycle.published_at IS NOT NULL
    AND cycle_subject.kind IN ('city', 'department', 'organ')
