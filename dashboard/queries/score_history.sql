-- score_history: a subject's score and its pillars' over the last 24 months, or over the
-- quarters where no month is scored. One row a line and period, in the order of time.
WITH
card AS (
    SELECT
        scorecard.subject_id,
        scorecard.scheme_id,
        scorecard.period_kind,
        scorecard.period,
        scorecard.score,
        period.is_provisional
    FROM scorecard
    JOIN period
        ON period.period_kind = scorecard.period_kind
        AND period.period = scorecard.period
    WHERE scorecard.subject_id IN (SELECT unnest($subject_ids))
        AND scorecard.period_kind IN ('month', 'quarter')
    QUALIFY row_number() OVER (
            PARTITION BY scorecard.subject_id, scorecard.period_kind, scorecard.period
            ORDER BY scorecard.scheme_id DESC
        ) = 1
),
shown AS (
    SELECT card.*
    FROM card
    JOIN (
        SELECT subject_id, min(period_kind) AS period_kind
        FROM card
        WHERE score IS NOT NULL
        GROUP BY subject_id
    ) AS scored USING (subject_id, period_kind)
    QUALIFY row_number() OVER (PARTITION BY subject_id ORDER BY period DESC) <= 24
)
SELECT
    shown.subject_id AS asked_id,
    'all' AS series,
    NULL AS name,
    0 AS position,
    TRUE AS is_main,
    shown.period_kind,
    shown.period,
    shown.score AS value,
    shown.is_provisional
FROM shown
UNION ALL
SELECT
    shown.subject_id,
    pillar_score.pillar,
    said(scheme_pillar.name, $language),
    scheme_pillar.position,
    FALSE,
    shown.period_kind,
    shown.period,
    pillar_score.score,
    shown.is_provisional
FROM shown
JOIN pillar_score
    ON pillar_score.subject_id = shown.subject_id
    AND pillar_score.period_kind = shown.period_kind
    AND pillar_score.period = shown.period
    AND pillar_score.scheme_id = shown.scheme_id
    AND pillar_score.depth = 1
JOIN scheme_pillar
    ON scheme_pillar.scheme_id = pillar_score.scheme_id
    AND scheme_pillar.pillar = pillar_score.pillar
ORDER BY period, is_main, position
