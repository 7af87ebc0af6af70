-- organ_scores: every organ's score in a period: departments from the best to the worst,
-- cities in the order of the reference table. One row an organ.
SELECT
    organ.subject_id,
    department.subject_id AS department_subject,
    said(department.short_name, $language) AS department,
    city.subject_id AS city_subject,
    said(city.short_name, $language) AS city,
    city.position AS city_position,
    said(organ.name, $language) AS name,
    scorecard.score,
    said(scheme_band.name, $language) AS band_name,
    coalesce(
        scheme_band.from_score = (
            SELECT min(lowest.from_score)
            FROM scheme_band AS lowest
            WHERE lowest.scheme_id = scorecard.scheme_id
        ),
        FALSE
    ) AS is_lowest,
    scorecard.rank,
    scorecard.peers,
    scorecard.n,
    response.active_share,
    response.closed_count,
    coalesce(scorecard.state, 'no_data') AS state,
    whole.score AS department_score,
    whole.rank AS department_rank
FROM subject AS organ
JOIN label AS department
    ON department.kind = 'department'
    AND department.department_id = organ.department_id
JOIN label AS city
    ON city.kind = 'city'
    AND city.city_id = organ.city_id
LEFT JOIN scorecard
    ON scorecard.subject_id = organ.subject_id
    AND scorecard.period_kind = $period_kind
    AND scorecard.period = $period
LEFT JOIN response
    ON response.subject_id = organ.subject_id
    AND response.period_kind = $period_kind
    AND response.period = $period
LEFT JOIN scheme_band
    ON scheme_band.scheme_id = scorecard.scheme_id
    AND scheme_band.band = scorecard.band
LEFT JOIN scorecard AS whole
    ON whole.subject_id = department.subject_id
    AND whole.period_kind = $period_kind
    AND whole.period = $period
    AND whole.scheme_id IS NOT DISTINCT FROM coalesce(scorecard.scheme_id, whole.scheme_id)
WHERE organ.kind = 'organ'
QUALIFY row_number() OVER (
        PARTITION BY organ.subject_id
        ORDER BY scorecard.scheme_id DESC NULLS LAST
    ) = 1
ORDER BY whole.score DESC NULLS LAST, department.position, city.position
