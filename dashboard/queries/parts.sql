-- parts: the organs beside a subject: a department's cities, a city's departments, an
-- organ's fellows in other cities; best score first. One row an organ.
WITH asked AS (
    SELECT
        subject_id,
        kind,
        city_id,
        department_id
    FROM subject
    WHERE subject_id IN (SELECT unnest($subject_ids))
)
SELECT
    asked.subject_id AS asked_id,
    organ.subject_id,
    said(other.short_name, $language) AS name,
    scorecard.score,
    scorecard.low,
    scorecard.high,
    said(scheme_band.name, $language) AS band_name,
    scorecard.rank,
    scorecard.peers,
    scorecard.n,
    coalesce(scorecard.state, 'no_data') AS state,
    organ.subject_id = asked.subject_id AS is_main
FROM asked
JOIN subject AS organ
    ON organ.kind = 'organ'
    AND (
        (asked.kind = 'city' AND organ.city_id = asked.city_id)
        OR (asked.kind <> 'city' AND organ.department_id = asked.department_id)
    )
JOIN label AS other
    ON (asked.kind = 'city' AND other.kind = 'department' AND other.department_id = organ.department_id)
    OR (asked.kind <> 'city' AND other.kind = 'city' AND other.city_id = organ.city_id)
LEFT JOIN scorecard
    ON scorecard.subject_id = organ.subject_id
    AND scorecard.period_kind = $period_kind
    AND scorecard.period = $period
LEFT JOIN scheme_band
    ON scheme_band.scheme_id = scorecard.scheme_id
    AND scheme_band.band = scorecard.band
QUALIFY row_number() OVER (
        PARTITION BY asked.subject_id, organ.subject_id
        ORDER BY scorecard.scheme_id DESC NULLS LAST
    ) = 1
ORDER BY scorecard.score DESC NULLS LAST, other.position
