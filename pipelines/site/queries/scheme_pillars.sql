-- Pillars of schemes. One row a scheme and pillar.
SELECT
    scheme_pillar.scheme_id,
    scheme_pillar.pillar,
    said(scheme_pillar.name, $language) AS name,
    scheme_pillar.weight,
    scheme_pillar.depth
FROM scheme_pillar
ORDER BY
    scheme_pillar.scheme_id,
    scheme_pillar.position
