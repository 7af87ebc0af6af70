-- One row: a step of the Wilson interval of a share (Wilson 1927, "Probable inference,
-- the law of succession, and statistical inference"): the ranking's indicator in the
-- latest complete quarter, of the city whose number of answers is nearest to 400, so that
-- the interval is wide enough to see. Each step goes by the steps as they are printed; who
-- would be led to another last digit than the published one is passed over.
WITH shares AS (
    SELECT
        o.*,
        s.position AS subject_position,
        round(o.numerator / o.denominator, 6) AS p,
        round(1.959963984540054, 6) AS z
    FROM observation AS o
    JOIN publication AS about
        ON about.ranking_indicator = o.indicator_id
        AND about.latest_period = o.period
    JOIN subject AS s USING (subject_id)
    WHERE s.kind = 'city'
        AND o.period_kind = 'quarter'
        AND o.state = 'ok'
        AND o.numerator IS NOT NULL
        AND o.low IS NOT NULL
),

halfway AS (
    SELECT
        *,
        round(p + z * z / (2 * denominator), 6) AS a,
        round(
            z * sqrt(p * (1 - p) / denominator + z * z / (4 * denominator * denominator)),
            6
        ) AS b,
        round(1 + z * z / denominator, 6) AS c
    FROM shares
),

done AS (
    SELECT
        *,
        round((a - b) / c, 4) AS low_end,
        round((a + b) / c, 4) AS high_end
    FROM halfway
),

chosen AS (
    SELECT *
    FROM done
    WHERE low_end = round(low, 4)
        AND high_end = round(high, 4)
    ORDER BY
        abs(denominator - 400),
        subject_position,
        subject_id
    LIMIT 1
)

SELECT
    'interval' AS topic,
    chosen.subject_id,
    chosen.indicator_id,
    chosen.period_kind,
    chosen.period,
    unnest([
        {'position': 1, 'symbol': 'k', 'value': numerator, 'digits': 0, 'unit': 'count'},
        {'position': 2, 'symbol': 'n', 'value': denominator, 'digits': 0, 'unit': 'count'},
        {'position': 3, 'symbol': 'p', 'value': p, 'digits': 6, 'unit': 'share'},
        {'position': 4, 'symbol': 'z', 'value': z, 'digits': 6, 'unit': 'number'},
        {'position': 5, 'symbol': 'a', 'value': a, 'digits': 6, 'unit': 'number'},
        {'position': 6, 'symbol': 'b', 'value': b, 'digits': 6, 'unit': 'number'},
        {'position': 7, 'symbol': 'c', 'value': c, 'digits': 6, 'unit': 'number'},
        {'position': 8, 'symbol': 'low', 'value': low_end, 'digits': 4, 'unit': 'share'},
        {'position': 9, 'symbol': 'high', 'value': high_end, 'digits': 4, 'unit': 'share'}
    ], recursive := TRUE)
FROM chosen
