-- bands: the bands of a scheme, best first. One row a band.
SELECT
    band,
    said(name, $language) AS name,
    from_score
FROM scheme_band
WHERE scheme_id = $scheme_id
ORDER BY from_score DESC
