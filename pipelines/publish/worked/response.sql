-- One row: a step to the bounds of the share satisfied among all closed cases, whatever
-- those who did not rate think (Manski 1989, "Anatomy of the selection problem"): of the
-- city in the middle by how many answered, in the latest complete quarter.
WITH answered AS (
    SELECT
        r.*,
        round(r.active_count / r.closed_count, 6) AS r_share,
        round(r.satisfied_share, 6) AS p,
        percent_rank() OVER (
            ORDER BY
                r.active_share,
                s.position,
                s.subject_id
        ) AS along
    FROM response AS r
    JOIN publication AS about
        ON about.latest_period = r.period
    JOIN subject AS s USING (subject_id)
    WHERE s.kind = 'city'
        AND r.period_kind = 'quarter'
        AND r.state = 'ok'
        AND r.closed_count > 0
        AND r.active_count <= r.closed_count
        AND r.lowest_share IS NOT NULL
        AND r.highest_share IS NOT NULL
),

chosen AS (
    SELECT
        *,
        round(r_share * p, 4) AS low,
        round(r_share * p + 1 - r_share, 4) AS high
    FROM answered
    WHERE round(r_share * p, 4) = round(lowest_share, 4)
        AND round(r_share * p + 1 - r_share, 4) = round(highest_share, 4)
    ORDER BY
        abs(along - 0.5),
        along
    LIMIT 1
)

SELECT
    'response' AS topic,
    chosen.subject_id,
    chosen.period_kind,
    chosen.period,
    unnest([
        {'position': 1, 'symbol': 'closed', 'value': closed_count, 'digits': 0,
            'unit': 'count'},
        {'position': 2, 'symbol': 'rated', 'value': active_count, 'digits': 0,
            'unit': 'count'},
        {'position': 3, 'symbol': 'r', 'value': r_share, 'digits': 6, 'unit': 'share'},
        {'position': 4, 'symbol': 'p', 'value': p, 'digits': 6, 'unit': 'share'},
        {'position': 5, 'symbol': 'low', 'value': low, 'digits': 4, 'unit': 'share'},
        {'position': 6, 'symbol': 'high', 'value': high, 'digits': 4, 'unit': 'share'}
    ], recursive := TRUE)
FROM chosen
