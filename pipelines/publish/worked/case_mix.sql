-- One row: a step from what a city reached to what it would have with everybody's mix of
-- items: of the first indicator with one, the city that differs most from what its mix lets
-- expect, in the latest complete quarter.
WITH mixed AS (
    SELECT
        m.*,
        i.position AS indicator_position,
        s.position AS subject_position,
        round(m.observed, 0) AS o,
        round(m.expected, 4) AS e,
        round(everywhere.value, 6) AS q
    FROM case_mix AS m
    JOIN publication AS about
        ON about.latest_period = m.period
    JOIN subject AS s USING (subject_id)
    JOIN indicator AS i USING (indicator_id)
    JOIN observation AS everywhere
        ON everywhere.subject_id = 'all'
        AND everywhere.indicator_id = m.indicator_id
        AND everywhere.period_kind = m.period_kind
        AND everywhere.period = m.period
    WHERE s.kind = 'city'
        AND m.period_kind = 'quarter'
        AND everywhere.value IS NOT NULL
        AND m.expected > 0
),

done AS (
    SELECT
        *,
        round(o / e, 6) AS part,
        round(least(1, round(o / e, 6) * q), 4) AS alike
    FROM mixed
),

chosen AS (
    SELECT *
    FROM done
    WHERE alike = round(adjusted, 4)
    ORDER BY
        indicator_position,
        abs(1 - part) DESC,
        subject_position,
        subject_id
    LIMIT 1
)

SELECT
    'case_mix' AS topic,
    chosen.subject_id,
    chosen.indicator_id,
    chosen.period_kind,
    chosen.period,
    unnest([
        {'position': 1, 'symbol': 'n', 'value': n, 'digits': 0, 'unit': 'count'},
        {'position': 2, 'symbol': 'o', 'value': o, 'digits': 0, 'unit': 'count'},
        {'position': 3, 'symbol': 'e', 'value': e, 'digits': 4, 'unit': 'count'},
        {'position': 4, 'symbol': 'ratio', 'value': part, 'digits': 6, 'unit': 'number'},
        {'position': 5, 'symbol': 'q', 'value': q, 'digits': 6, 'unit': 'share'},
        {'position': 6, 'symbol': 'alike', 'value': alike, 'digits': 4, 'unit': 'share'}
    ], recursive := TRUE)
FROM chosen
