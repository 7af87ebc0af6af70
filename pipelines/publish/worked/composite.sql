-- One row: a step from the pillars of the first level to the score: of the city in the
-- middle of the scorecards of the latest complete quarter. Pillars come by weight and
-- points, by way of a weighted sum or, where the scheme has a geometric mean, of powers.
WITH middle AS (
    SELECT
        card.*,
        scheme.mean,
        coalesce(scheme.floor, 0) AS floor
    FROM scorecard AS card
    JOIN publication AS about
        ON about.latest_period = card.period
    JOIN subject AS s USING (subject_id)
    JOIN scheme USING (scheme_id)
    WHERE s.kind = 'city'
        AND card.period_kind = 'quarter'
        AND card.state = 'ok'
        AND card.rank IS NOT NULL
),

parts AS (
    SELECT
        middle.scheme_id,
        middle.subject_id,
        part.pillar,
        round(part.weight, 6) AS w,
        round(part.score, 4) AS s,
        row_number() OVER (
            PARTITION BY middle.scheme_id, middle.subject_id
            ORDER BY part.position
        ) AS place,
        middle.mean,
        middle.floor
    FROM middle
    JOIN pillar_score AS part USING (scheme_id, subject_id, period_kind, period)
    WHERE part.depth = 1
        AND part.weight > 0
),

joined AS (
    SELECT
        scheme_id,
        subject_id,
        count(*) AS pillars,
        round(
            CASE any_value(mean)
                WHEN 'geometric' THEN exp(sum(w * ln(greatest(s, floor))))
                ELSE sum(w * s)
            END,
            2
        ) AS base
    FROM parts
    GROUP BY ALL
),

chosen AS (
    SELECT
        middle.*,
        joined.pillars,
        joined.base,
        round(middle.adjustment, 2) AS added,
        round(joined.base + round(middle.adjustment, 2), 2) AS total
    FROM middle
    JOIN joined USING (scheme_id, subject_id)
    WHERE joined.base = round(middle.base_score, 2)
        AND round(joined.base + round(middle.adjustment, 2), 2) = round(middle.score, 2)
    ORDER BY
        abs(middle.rank - (middle.peers + 1) / 2),
        middle.rank,
        middle.subject_id
    LIMIT 1
),

steps AS (
    SELECT
        parts.place * 2 - 1 AS position,
        'w' AS symbol,
        parts.pillar AS part,
        parts.w AS value,
        6 AS digits,
        'number' AS unit
    FROM parts
    JOIN chosen USING (scheme_id, subject_id)
    UNION ALL
    SELECT
        parts.place * 2,
        's',
        parts.pillar,
        parts.s,
        4,
        'points'
    FROM parts
    JOIN chosen USING (scheme_id, subject_id)
    UNION ALL
    SELECT
        2 * pillars + 1,
        if(mean = 'geometric', 'base_geometric', 'base'),
        NULL,
        base,
        2,
        'points'
    FROM chosen
    UNION ALL
    SELECT
        2 * pillars + 2,
        'added',
        NULL,
        added,
        2,
        'points'
    FROM chosen
    UNION ALL
    SELECT
        2 * pillars + 3,
        'total',
        NULL,
        total,
        2,
        'points'
    FROM chosen
)

SELECT
    'composite' AS topic,
    chosen.subject_id,
    chosen.period_kind,
    chosen.period,
    steps.*
FROM steps
CROSS JOIN chosen
ORDER BY steps.position
