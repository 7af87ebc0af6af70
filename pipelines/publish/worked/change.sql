-- One row: a step from the score of the period before to this one's: performance, weights
-- and mix of the city in the middle of the scorecards of the latest complete quarter.
WITH summed AS (
    SELECT
        card.subject_id,
        card.period_kind,
        card.period,
        card.scheme_id,
        card.rank,
        card.peers,
        card.score,
        round(card.previous_score, 4) AS before,
        round(sum(part.performance), 4) AS performance,
        round(sum(part.weight), 4) AS weight,
        round(sum(part.mix), 4) AS mix
    FROM scorecard AS card
    JOIN publication AS about
        ON about.latest_period = card.period
    JOIN subject AS s USING (subject_id)
    JOIN change_part AS part USING (scheme_id, subject_id, period_kind, period)
    WHERE s.kind = 'city'
        AND card.period_kind = 'quarter'
        AND card.state = 'ok'
        AND card.rank IS NOT NULL
        AND card.previous_score IS NOT NULL
    GROUP BY ALL
),

chosen AS (
    SELECT
        *,
        round(performance + weight + mix, 4) AS change,
        round(before + round(performance + weight + mix, 4), 2) AS now
    FROM summed
    WHERE round(before + round(performance + weight + mix, 4), 2) = round(score, 2)
    ORDER BY
        abs(rank - (peers + 1) / 2),
        rank,
        subject_id
    LIMIT 1
)

SELECT
    'change' AS topic,
    chosen.subject_id,
    chosen.period_kind,
    chosen.period,
    unnest([
        {'position': 1, 'symbol': 'before', 'value': before, 'digits': 4, 'unit': 'points'},
        {'position': 2, 'symbol': 'performance', 'value': performance, 'digits': 4,
            'unit': 'points'},
        {'position': 3, 'symbol': 'weight', 'value': weight, 'digits': 4, 'unit': 'points'},
        {'position': 4, 'symbol': 'mix', 'value': mix, 'digits': 4, 'unit': 'points'},
        {'position': 5, 'symbol': 'change', 'value': change, 'digits': 4, 'unit': 'points'},
        {'position': 6, 'symbol': 'now', 'value': now, 'digits': 2, 'unit': 'points'}
    ], recursive := TRUE)
FROM chosen
