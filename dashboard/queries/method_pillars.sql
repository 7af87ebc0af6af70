-- method_pillars: the pillars of $scheme_id, each before those within it. One row a pillar.
SELECT
    scheme_pillar.pillar,
    said(scheme_pillar.name, $language) AS name,
    scheme_pillar.weight,
    scheme_pillar.share,
    scheme_pillar.depth,
    scheme_pillar.mean,
    scheme_pillar.floor,
    scheme_pillar.coverage_minimum
FROM scheme_pillar
WHERE scheme_pillar.scheme_id = $scheme_id
ORDER BY
    scheme_pillar.position
