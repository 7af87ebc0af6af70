-- ranking_rows: who is ranked, only listed, or shown without a figure. One row a subject.
-- $kind: city or department. $peer_group: one group, or '' for all; within a group the
-- places and tiers are those of the group. mates: who else is in the tier, nearest
-- first; nobody there can be told apart from anybody. mix_adjusted: the share with an
-- ordinary mix of items, mix_expected how many that mix lets expect.
WITH member AS (
    SELECT
        subject_group.subject_id,
        subject_group.rank,
        subject_group.rank_low,
        subject_group.rank_high,
        subject_group.tier,
        subject_group.peers
    FROM subject_group
    WHERE subject_group.peer_group = $peer_group
        AND subject_group.period_kind = $period_kind
        AND subject_group.period = $period
),

shown AS (
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
        ranking.order_by,
        ranking.drawn_to,
        if($peer_group = '', ranking.rank, member.rank) AS rank,
        if($peer_group = '', ranking.rank_low, member.rank_low) AS rank_low,
        if($peer_group = '', ranking.rank_high, member.rank_high) AS rank_high,
        if($peer_group = '', ranking.tier, member.tier) AS tier,
        if($peer_group = '', ranking.peers, member.peers) AS peers,
        ranking.peers AS league,
        ranking.set_low,
        ranking.set_high,
        ranking.best,
        ranking.could_be_best,
        ranking.differs,
        case_mix.expected AS mix_expected,
        case_mix.adjusted AS mix_adjusted,
        ranking.state
    FROM satisfaction_ranking AS ranking
    CROSS JOIN publication
    JOIN subject USING (subject_id)
    LEFT JOIN member USING (subject_id)
    LEFT JOIN case_mix
        ON case_mix.subject_id = ranking.subject_id
        AND case_mix.indicator_id = publication.ranking_indicator
        AND case_mix.period_kind = ranking.period_kind
        AND case_mix.period = ranking.period
    LEFT JOIN peer_group
        ON peer_group.peer_group = ranking.peer_group
        AND peer_group.kind = ranking.kind
    WHERE ranking.kind = $kind
        AND ranking.period_kind = $period_kind
        AND ranking.period = $period
        AND ($peer_group = '' OR member.subject_id IS NOT NULL)
),

tier_mate AS (
    SELECT
        shown.subject_id,
        list(
            other.short_name
            ORDER BY abs(other.rank - shown.rank), other.rank, other.position
        ) AS mates
    FROM shown
    JOIN shown AS other
        ON other.subject_id <> shown.subject_id
        AND other.tier = shown.tier
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
    shown.order_by,
    shown.drawn_to,
    shown.rank,
    shown.rank_low,
    shown.rank_high,
    shown.tier,
    shown.peers,
    shown.league,
    shown.set_low,
    shown.set_high,
    shown.best,
    shown.could_be_best,
    shown.differs,
    shown.mix_expected,
    shown.mix_adjusted,
    shown.state,
    coalesce(tier_mate.mates, []) AS mates
FROM shown
LEFT JOIN tier_mate USING (subject_id)
ORDER BY
    array_position(['ranked', 'listed', 'withheld', 'no_data'], shown.state),
    shown.rank,
    shown.adjusted DESC,
    shown.position
