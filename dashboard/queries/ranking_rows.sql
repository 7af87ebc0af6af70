-- ranking_rows: who is ranked, only listed, or shown without a figure. One row a subject.
-- $kind: city or department. $peer_group: one group, or '' for all; within a group the
-- places are those of the group. tied_with: who cannot be told apart from the subject,
-- nearest first: each of the two could hold the other's place.
WITH shown AS (
    SELECT
        ranking.subject_id,
        said(subject.name, $language) AS name,
        said(subject.short_name, $language) AS short_name,
        said(peer_group.name, $language) AS group_name,
        subject.ranked AS may_be_ranked,
        subject.position,
        ranking.n,
        ranking.share,
        ranking.low,
        ranking.high,
        ranking.adjusted,
        if($peer_group = '', ranking.rank, ranking.group_rank) AS rank,
        if($peer_group = '', ranking.rank_low, ranking.group_rank_low) AS rank_low,
        if($peer_group = '', ranking.rank_high, ranking.group_rank_high) AS rank_high,
        if($peer_group = '', ranking.peers, ranking.group_peers) AS peers,
        ranking.tier,
        ranking.state
    FROM satisfaction_ranking AS ranking
    JOIN subject USING (subject_id)
    LEFT JOIN peer_group ON peer_group.peer_group = ranking.peer_group
    WHERE ranking.kind = $kind
        AND ranking.period_kind = $period_kind
        AND ranking.period = $period
        AND ($peer_group = '' OR ranking.peer_group = $peer_group)
),

tied AS (
    SELECT
        shown.subject_id,
        list(
            other.short_name
            ORDER BY abs(other.rank - shown.rank), other.rank, other.position
        ) AS tied_with
    FROM shown
    JOIN shown AS other
        ON other.subject_id <> shown.subject_id
        AND other.rank BETWEEN shown.rank_low AND shown.rank_high
        AND shown.rank BETWEEN other.rank_low AND other.rank_high
    GROUP BY shown.subject_id
)

SELECT
    shown.subject_id,
    shown.name,
    shown.short_name,
    shown.group_name,
    shown.may_be_ranked,
    shown.n,
    shown.share,
    shown.low,
    shown.high,
    shown.adjusted,
    shown.rank,
    shown.rank_low,
    shown.rank_high,
    shown.peers,
    shown.tier,
    shown.state,
    coalesce(tied.tied_with, []) AS tied_with
FROM shown
LEFT JOIN tied USING (subject_id)
ORDER BY
    array_position(['ranked', 'listed', 'withheld', 'no_data'], shown.state),
    shown.rank,
    shown.adjusted DESC,
    shown.position
