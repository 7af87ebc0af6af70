-- worked_example: the worked example of $topic. One row a step, in order.
-- part_name: the pillar's name, else what the part is called; number: which of its kind.
SELECT
    said(subject.name, $language) AS subject_name,
    said(indicator.name, $language) AS indicator_name,
    step.period_kind,
    step.period,
    step.symbol,
    step.part,
    coalesce(said(pillar.name, $language), step.part) AS part_name,
    row_number() OVER (
        PARTITION BY step.symbol
        ORDER BY step.position
    ) AS number,
    step.value,
    step.digits
FROM worked_example AS step
JOIN subject USING (subject_id)
LEFT JOIN indicator USING (indicator_id)
LEFT JOIN (
    SELECT
        scheme_pillar.pillar,
        scheme_pillar.name,
        scheme.valid_from,
        scheme.valid_to
    FROM scheme_pillar
    JOIN scheme USING (scheme_id)
) AS pillar
    ON pillar.pillar = step.part
    AND step.period BETWEEN pillar.valid_from AND pillar.valid_to
WHERE step.topic = $topic
ORDER BY
    step.position
