-- method_ranking_example: one published place, to follow. At most one row, of the latest
-- complete quarter: the worked example's; without one, whose share was drawn to its peers
-- furthest; else the first of a kind whose order is that of plain shares. plain_rank: its
-- place by the plain share.
WITH placed AS (
    SELECT
        ranking.*,
        rank() OVER (
            PARTITION BY ranking.kind
            ORDER BY round(ranking.share, 6) DESC
        ) AS plain_rank
    FROM satisfaction_ranking AS ranking
    JOIN publication
        ON publication.latest_period = ranking.period
    WHERE ranking.period_kind = 'quarter'
        AND ranking.state = 'ranked'
)

SELECT
    said(subject.name, $language) AS subject_name,
    placed.kind,
    placed.period_kind,
    placed.period,
    round(placed.n * placed.share) AS k,
    placed.n,
    placed.share,
    placed.adjusted,
    placed.order_by,
    placed.peers,
    placed.plain_rank,
    placed.rank,
    placed.rank_low,
    placed.rank_high,
    placed.set_low,
    placed.set_high
FROM placed
JOIN subject USING (subject_id)
ORDER BY
    placed.subject_id IN (
        SELECT subject_id FROM worked_example WHERE topic = 'ranking'
    ) DESC,
    placed.order_by <> 'npmle',
    abs(placed.adjusted - placed.share) DESC,
    placed.rank,
    subject.position
LIMIT 1
