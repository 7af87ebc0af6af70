-- One row: subject x period, who answered (schema.sql, response).
-- Reads the observations of the file being written, so that what one of them withholds is
-- not told here in another form. Worst-case bounds of a share with answers missing: Manski
-- 1989, "Anatomy of the selection problem": [r p, r p + 1 - r].
WITH rated AS (
    SELECT
        o.*
    FROM observation AS o
    JOIN response_rule AS rule ON rule.rated = o.indicator_id
),
-- That nobody answered is a count too; a count that is withheld stays unknown.
given AS (
    SELECT
        o.* REPLACE (
            CASE o.state WHEN 'no_data' THEN 0 ELSE o.denominator END AS denominator
        )
    FROM observation AS o
    JOIN response_rule AS rule ON rule.given = o.indicator_id
),
every AS (
    SELECT
        o.*
    FROM observation AS o
    JOIN response_rule AS rule ON rule.every = o.indicator_id
)
SELECT
    rated.subject_id,
    rated.period_kind,
    rated.period,
    rated.denominator AS closed_count,
    rated.numerator AS active_count,
    every.denominator - given.denominator AS default_count,
    -- Ratings of a period may be of cases closed before it: never fewer than none. (The
    -- functions greatest and least pass over NULL, which must stay unknown.)
    CASE
        WHEN rated.numerator > rated.denominator THEN 0
        ELSE rated.denominator - rated.numerator
    END AS unrated_count,
    rated.value AS active_share,
    (every.denominator - given.denominator) / every.denominator AS default_share,
    given.value AS satisfied_share,
    CASE WHEN rated.value = 0 THEN 0 ELSE rated.value * given.value END AS lowest_share,
    CASE
        WHEN rated.value = 0 THEN 1
        ELSE rated.value * given.value + (1 - rated.value)
    END AS highest_share,
    rated.state
FROM rated
LEFT JOIN given
    ON given.subject_id = rated.subject_id
    AND given.period_kind = rated.period_kind
    AND given.period = rated.period
LEFT JOIN every
    ON every.subject_id = rated.subject_id
    AND every.period_kind = rated.period_kind
    AND every.period = rated.period
