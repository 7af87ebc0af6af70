-- Schemes, the newest first. One row a scheme.
SELECT
    scheme.scheme_id,
    said(scheme.name, $language) AS name,
    scheme.valid_from,
    scheme.valid_to,
    scheme.coverage_minimum,
    said(scheme.note, $language) AS note
FROM scheme
ORDER BY scheme.valid_from DESC
