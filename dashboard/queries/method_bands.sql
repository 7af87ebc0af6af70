-- method_bands: the words for scores in $scheme_id, best first. One row a band.
-- below_score: where the next better band begins; NULL for the best.
SELECT
    scheme_band.band,
    said(scheme_band.name, $language) AS name,
    scheme_band.from_score,
    scheme_band.quota,
    lead(scheme_band.from_score) OVER (ORDER BY scheme_band.from_score) AS below_score
FROM scheme_band
WHERE scheme_band.scheme_id = $scheme_id
ORDER BY
    scheme_band.from_score DESC
