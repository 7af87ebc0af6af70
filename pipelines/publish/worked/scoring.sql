-- One row: a step from a value to its points and to what they add to the score: of the
-- city in the middle of the scorecards of the latest complete quarter, the heaviest
-- indicator that lies between its goalposts. What it adds is told where every mean above
-- it is arithmetic.
WITH scored AS (
    SELECT
        score.*,
        o.value,
        g.worst,
        g.best,
        card.rank,
        card.peers,
        i.position AS indicator_position,
        round(o.value, 6) AS x,
        round(score.weight, 6) AS w
    FROM score
    JOIN publication AS about
        ON about.latest_period = score.period
    JOIN scorecard AS card
        USING (scheme_id, subject_id, period_kind, period)
    JOIN scheme_indicator AS g USING (scheme_id, indicator_id)
    JOIN indicator AS i USING (indicator_id)
    JOIN subject AS s USING (subject_id)
    JOIN observation AS o USING (indicator_id, subject_id, period_kind, period)
    WHERE s.kind = 'city'
        AND score.period_kind = 'quarter'
        AND card.state = 'ok'
        AND card.rank IS NOT NULL
        AND g.scoring = 'goalposts'
        AND o.state = 'ok'
        AND score.weight > 0
        AND score.score > 0
        AND score.score < 100
),

done AS (
    SELECT
        *,
        round(100 * (x - worst) / (best - worst), 2) AS points,
        round(w * round(100 * (x - worst) / (best - worst), 2), 2) AS adds
    FROM scored
),

chosen AS (
    SELECT
        *,
        adds = round(contribution, 2) AS adds_up
    FROM done
    WHERE points = round(score, 2)
    ORDER BY
        abs(rank - (peers + 1) / 2),
        rank,
        subject_id,
        adds_up DESC,
        weight DESC,
        indicator_position
    LIMIT 1
)

SELECT
    'scoring' AS topic,
    chosen.subject_id,
    chosen.indicator_id,
    chosen.period_kind,
    chosen.period,
    unnest([
        {'position': 1, 'symbol': 'x', 'value': x, 'digits': 6, 'unit': 'value'},
        {'position': 2, 'symbol': 'worst', 'value': worst, 'digits': 6, 'unit': 'value'},
        {'position': 3, 'symbol': 'best', 'value': best, 'digits': 6, 'unit': 'value'},
        {'position': 4, 'symbol': 's', 'value': points, 'digits': 2, 'unit': 'points'}
    ] || CASE WHEN adds_up THEN [
        {'position': 5, 'symbol': 'w', 'value': w, 'digits': 6, 'unit': 'number'},
        {'position': 6, 'symbol': 'adds', 'value': adds, 'digits': 2, 'unit': 'points'}
    ] ELSE [] END, recursive := TRUE)
FROM chosen
