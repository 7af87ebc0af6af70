-- method_schemes: what weighs indicators into a score, the one in force first.
-- One row a scheme.
SELECT
    scheme.scheme_id,
    said(scheme.name, $language) AS name,
    said(scheme.note, $language) AS note,
    scheme.valid_from,
    scheme.valid_to,
    scheme.coverage_minimum,
    scheme.mean,
    scheme.floor,
    scheme.most_bonus,
    scheme.most_deduction,
    scheme.rounding
FROM scheme
CROSS JOIN publication
ORDER BY
    publication.as_of BETWEEN scheme.valid_from AND scheme.valid_to DESC,
    scheme.valid_from DESC
