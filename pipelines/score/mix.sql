-- One row: how much of the change of a value came from who served more, in its unit.
-- Reads card, observation, scheme_weight, indicator_rule, period, subject.
--
-- The value of a whole is the sum of its organs' numerators over that of their
-- denominators. With p the mean of an organ's two rates and d its denominators, the mix
-- is sum(p x d1) / sum(d1) - sum(p x d0) / sum(d0) (Kitagawa 1955, summed over organs).
-- Only where the organs' denominators make up the whole's: assessments of a city are not
-- the sum of those of its organs, and percentiles have no parts.
CREATE OR REPLACE TABLE leaf_mix AS
WITH organ AS (
    SELECT
        o.indicator_id,
        o.period_kind,
        o.period,
        s.city_id,
        s.department_id,
        o.numerator,
        o.denominator
    FROM observation AS o
    JOIN subject AS s ON s.subject_id = o.subject_id AND s.kind = 'organ'
    JOIN indicator_rule AS i
        ON i.indicator_id = o.indicator_id AND i.kind IN ('ratio', 'mean')
    WHERE o.denominator > 0
        AND o.indicator_id IN (SELECT indicator_id FROM scheme_weight)
),
before AS (
    SELECT o.* REPLACE (p.period AS period)
    FROM organ AS o
    JOIN period AS p
        ON p.period_kind = o.period_kind AND p.previous_period = o.period
),
paired AS (
    SELECT
        indicator_id,
        period_kind,
        period,
        city_id,
        department_id,
        coalesce(new.denominator, 0) AS new_weight,
        coalesce(old.denominator, 0) AS old_weight,
        -- What was there only once stands with the rate it had then.
        (
            coalesce(new.numerator / new.denominator, old.numerator / old.denominator)
            + coalesce(old.numerator / old.denominator, new.numerator / new.denominator)
        ) / 2 AS rate
    FROM organ AS new
    FULL JOIN before AS old
        USING (indicator_id, period_kind, period, city_id, department_id)
),
summed AS (
    SELECT
        CASE
            WHEN GROUPING(city_id) = 0 THEN 'city:' || city_id
            WHEN GROUPING(department_id) = 0 THEN 'department:' || department_id
            ELSE 'all'
        END AS subject_id,
        indicator_id,
        period_kind,
        period,
        sum(new_weight) AS new_weight,
        sum(old_weight) AS old_weight,
        sum(rate * new_weight) / sum(new_weight)
            - sum(rate * old_weight) / sum(old_weight) AS mix
    FROM paired
    GROUP BY GROUPING SETS (
        (indicator_id, period_kind, period, city_id),
        (indicator_id, period_kind, period, department_id),
        (indicator_id, period_kind, period)
    )
)
SELECT
    c.card,
    w.leaf,
    i.scale * s.mix AS mix
FROM summed AS s
JOIN card AS c
    ON c.subject_id = s.subject_id
    AND c.period_kind = s.period_kind
    AND c.period = s.period
JOIN scheme_weight AS w
    ON w.scheme_id = c.scheme_id AND w.indicator_id = s.indicator_id
JOIN indicator_rule AS i ON i.indicator_id = s.indicator_id
JOIN observation AS new
    ON new.indicator_id = s.indicator_id
    AND new.subject_id = s.subject_id
    AND new.period_kind = s.period_kind
    AND new.period = s.period
JOIN observation AS old
    ON old.indicator_id = s.indicator_id
    AND old.subject_id = s.subject_id
    AND old.period_kind = s.period_kind
    AND old.period = c.previous_period
WHERE new.value IS NOT NULL
    AND old.value IS NOT NULL
    AND abs(new.denominator - s.new_weight) <= 1e-6 * s.new_weight
    AND abs(old.denominator - s.old_weight) <= 1e-6 * s.old_weight;
