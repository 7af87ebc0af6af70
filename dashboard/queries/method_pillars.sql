-- method_pillars: the pillars of $scheme_id. One row a pillar.
SELECT
    scheme_pillar.pillar,
    said(scheme_pillar.name, $language) AS name,
    scheme_pillar.weight
FROM scheme_pillar
WHERE scheme_pillar.scheme_id = $scheme_id
ORDER BY
    scheme_pillar.position
