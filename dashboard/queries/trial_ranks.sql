-- trial_ranks: scores and ranks if $nodes weighed $weights among their siblings. One row a
-- ranked subject of a kind, best first; moved_count says it of all of them.
-- A branch is joined when all below it are: step by step from the deepest to the root.
WITH RECURSIVE
chosen AS (
    SELECT max(scorecard.scheme_id) AS scheme_id
    FROM scorecard
    WHERE scorecard.period_kind = $period_kind
        AND scorecard.period = $period
),
moved AS (
    SELECT unnest($nodes) AS node, CAST(unnest($weights) AS DOUBLE) AS weight
),
branch AS (
    SELECT
        '' AS node,
        CAST(NULL AS VARCHAR) AS parent,
        0 AS depth,
        1.0 AS share,
        scheme.mean,
        scheme.floor
    FROM scheme
    JOIN chosen ON chosen.scheme_id = scheme.scheme_id
    UNION ALL
    SELECT
        'pillar:' || scheme_pillar.pillar,
        coalesce('pillar:' || scheme_pillar.parent, ''),
        scheme_pillar.depth,
        scheme_pillar.share,
        scheme_pillar.mean,
        scheme_pillar.floor
    FROM scheme_pillar
    JOIN chosen ON chosen.scheme_id = scheme_pillar.scheme_id
),
part AS (
    SELECT branch.node, branch.parent, coalesce(moved.weight, branch.share) AS weight
    FROM branch
    LEFT JOIN moved ON moved.node = branch.node
),
-- Who is ranked, and what of the official score no weight decides.
card AS (
    SELECT
        scorecard.subject_id,
        scorecard.score,
        scorecard.rank,
        scorecard.adjustment
    FROM scorecard
    JOIN chosen ON chosen.scheme_id = scorecard.scheme_id
    JOIN subject ON subject.subject_id = scorecard.subject_id
    WHERE scorecard.period_kind = $period_kind
        AND scorecard.period = $period
        AND subject.kind = $kind
        AND scorecard.rank IS NOT NULL
),
-- What counts in the official score counts here.
leaf AS (
    SELECT
        score.subject_id,
        branch.node AS parent,
        branch.depth + 1 AS depth,
        coalesce(moved.weight, scheme_indicator.share) AS weight,
        score.score
    FROM scheme_indicator
    JOIN chosen ON chosen.scheme_id = scheme_indicator.scheme_id
    JOIN branch ON branch.node = 'pillar:' || scheme_indicator.pillar
    JOIN score
        ON score.scheme_id = scheme_indicator.scheme_id
        AND score.indicator_id = scheme_indicator.indicator_id
        AND score.period_kind = $period_kind
        AND score.period = $period
    JOIN card ON card.subject_id = score.subject_id
    LEFT JOIN moved ON moved.node = 'indicator:' || scheme_indicator.indicator_id
    WHERE score.weight > 0
),
climb AS (
    SELECT
        CAST(NULL AS VARCHAR) AS subject_id,
        CAST(NULL AS VARCHAR) AS node,
        max(leaf.depth) AS depth,
        CAST(NULL AS DOUBLE) AS score
    FROM leaf
    UNION ALL
    SELECT
        below.subject_id,
        branch.node,
        branch.depth,
        CASE
            WHEN any_value(branch.mean) = 'geometric' THEN exp(
                sum(below.weight * ln(greatest(below.score, branch.floor)))
                / sum(below.weight)
            )
            ELSE sum(below.weight * below.score) / sum(below.weight)
        END
    FROM (
        SELECT climb.subject_id, part.parent, part.weight, climb.score
        FROM climb
        JOIN part ON part.node = climb.node
        UNION ALL
        SELECT leaf.subject_id, leaf.parent, leaf.weight, leaf.score
        FROM leaf
        WHERE leaf.depth = (SELECT max(climb.depth) FROM climb)
    ) AS below
    JOIN branch ON branch.node = below.parent
    WHERE below.weight > 0
    GROUP BY below.subject_id, branch.node, branch.depth
),
tried AS (
    SELECT
        card.subject_id,
        card.score,
        card.rank,
        round(
            least(100, greatest(0, climb.score + coalesce(card.adjustment, 0))), 6
        ) AS trial_score
    FROM card
    JOIN climb ON climb.subject_id = card.subject_id AND climb.node = ''
),
placed AS (
    SELECT tried.*, rank() OVER (ORDER BY tried.trial_score DESC) AS trial_rank
    FROM tried
)
SELECT
    placed.subject_id,
    said(subject.name, $language) AS name,
    placed.trial_rank,
    placed.trial_score,
    placed.rank,
    placed.score,
    placed.rank - placed.trial_rank AS rise,
    rank_sensitivity.by_weights_low,
    rank_sensitivity.by_weights_high,
    count(*) FILTER (WHERE placed.rank <> placed.trial_rank) OVER () AS moved_count,
    count(*) OVER () AS peers
FROM placed
JOIN subject ON subject.subject_id = placed.subject_id
CROSS JOIN chosen
LEFT JOIN rank_sensitivity
    ON rank_sensitivity.scheme_id = chosen.scheme_id
    AND rank_sensitivity.subject_id = placed.subject_id
    AND rank_sensitivity.period_kind = $period_kind
    AND rank_sensitivity.period = $period
ORDER BY placed.trial_rank, subject.position, placed.subject_id
