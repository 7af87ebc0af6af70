-- Bands of schemes, the best first. One row a scheme and band.
SELECT
    scheme_band.scheme_id,
    said(scheme_band.name, $language) AS name,
    scheme_band.from_score,
    lag(scheme_band.from_score) OVER best_first AS below
FROM scheme_band
WINDOW best_first AS (
    PARTITION BY scheme_band.scheme_id
    ORDER BY scheme_band.from_score DESC
)
ORDER BY
    scheme_band.scheme_id,
    scheme_band.from_score DESC
