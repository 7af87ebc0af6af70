-- One row: a step of a share on time among all cases due in the period, the open ones
-- among them: the heaviest share that places its rows by due date, of the city in the
-- middle by it, in the latest complete quarter.
WITH due AS (
    SELECT
        o.*,
        round(o.numerator / o.denominator, 4) AS p,
        dense_rank() OVER (
            ORDER BY
                coalesce(weighed.weight, 0) DESC,
                i.position,
                i.indicator_id
        ) AS choice,
        percent_rank() OVER (
            PARTITION BY o.indicator_id
            ORDER BY
                o.value,
                s.position,
                s.subject_id
        ) AS along
    FROM observation AS o
    JOIN publication AS about
        ON about.latest_period = o.period
    JOIN indicator AS i USING (indicator_id)
    JOIN subject AS s USING (subject_id)
    LEFT JOIN (
        SELECT
            indicator_id,
            max(weight) AS weight
        FROM scheme_indicator
        GROUP BY ALL
    ) AS weighed USING (indicator_id)
    WHERE s.kind = 'city'
        AND o.period_kind = 'quarter'
        AND o.state = 'ok'
        AND i.kind = 'ratio'
        AND i.unit = 'share'
        AND i.period_by = 'due_on'
        AND o.numerator IS NOT NULL
),

chosen AS (
    SELECT *
    FROM due
    WHERE choice = 1
        AND p = round(value, 4)
    ORDER BY
        abs(along - 0.5),
        along
    LIMIT 1
)

SELECT
    'on_time' AS topic,
    chosen.subject_id,
    chosen.indicator_id,
    chosen.period_kind,
    chosen.period,
    unnest([
        {'position': 1, 'symbol': 'due', 'value': denominator, 'digits': 0, 'unit': 'count'},
        {'position': 2, 'symbol': 'late', 'value': denominator - numerator, 'digits': 0,
            'unit': 'count'},
        {'position': 3, 'symbol': 'kept', 'value': numerator, 'digits': 0, 'unit': 'count'},
        {'position': 4, 'symbol': 'share', 'value': p, 'digits': 4, 'unit': 'share'}
    ], recursive := TRUE)
FROM chosen
