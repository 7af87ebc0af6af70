-- One row: a step to the likely places of a scorecard: how many of those ranked together
-- are surely better, and how many surely worse, because their whole interval lies beyond
-- its own. Of the city in the middle of the latest complete quarter.
WITH ranked AS (
    SELECT
        card.*,
        -- A score without an interval counts as it stands.
        coalesce(card.low, round(card.score, 6)) AS from_score,
        coalesce(card.high, round(card.score, 6)) AS to_score
    FROM scorecard AS card
    JOIN publication AS about
        ON about.latest_period = card.period
    JOIN subject AS s USING (subject_id)
    WHERE s.kind = 'city'
        AND card.period_kind = 'quarter'
        AND card.rank IS NOT NULL
),

counted AS (
    SELECT
        own.*,
        count(*) FILTER (WHERE other.from_score > own.to_score) AS above,
        count(*) FILTER (WHERE other.to_score < own.from_score) AS below,
        count(*) AS found
    FROM ranked AS own
    JOIN ranked AS other USING (scheme_id)
    GROUP BY ALL
),

chosen AS (
    SELECT *
    FROM counted
    WHERE found = peers
        AND 1 + above = rank_low
        AND peers - below = rank_high
    ORDER BY
        abs(rank - (peers + 1) / 2),
        rank,
        subject_id
    LIMIT 1
)

SELECT
    'place' AS topic,
    chosen.subject_id,
    chosen.period_kind,
    chosen.period,
    unnest([
        {'position': 1, 'symbol': 'from', 'value': round(from_score, 2), 'digits': 2,
            'unit': 'points'},
        {'position': 2, 'symbol': 'to', 'value': round(to_score, 2), 'digits': 2,
            'unit': 'points'},
        {'position': 3, 'symbol': 'peers', 'value': peers, 'digits': 0, 'unit': 'count'},
        {'position': 4, 'symbol': 'above', 'value': above, 'digits': 0, 'unit': 'count'},
        {'position': 5, 'symbol': 'below', 'value': below, 'digits': 0, 'unit': 'count'},
        {'position': 6, 'symbol': 'low', 'value': 1 + above, 'digits': 0, 'unit': 'place'},
        {'position': 7, 'symbol': 'high', 'value': peers - below, 'digits': 0,
            'unit': 'place'}
    ], recursive := TRUE)
FROM chosen
