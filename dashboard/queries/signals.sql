-- signals: what stands out in a month, most severe first. One row a signal.
-- Figures are those of the month; `known` names the signal it is part of, if the reader
-- may see that one; why_*: the city, department and item that make most of it.
SELECT
    signal.signal_id,
    signal.subject_id,
    signal.indicator_id,
    subject.kind AS subject_kind,
    said(subject.short_name, $language) AS name,
    said(indicator.name, $language) AS indicator,
    indicator.unit,
    signal.direction,
    signal.first_period,
    signal.last_period,
    point.period,
    point.value,
    point.n,
    point.expected,
    point.usual_low,
    point.usual_high,
    point.z,
    point.severity,
    parent.signal_id AS known,
    (
        SELECT count(*)
        FROM signal AS member
        JOIN control_point AS of_member
            ON of_member.signal_id = member.signal_id
            AND of_member.period = $period
        WHERE member.part_of = signal.signal_id
    ) AS members,
    said(place.short_name, $language) AS why_place,
    place_part.share_of_change AS why_place_share,
    said(item.name, $language) AS why_item,
    item_part.share_of_change AS why_item_share
FROM signal
JOIN control_point AS point
    ON point.signal_id = signal.signal_id
    AND point.period = $period
JOIN subject ON subject.subject_id = signal.subject_id
JOIN indicator ON indicator.indicator_id = signal.indicator_id
LEFT JOIN signal AS parent ON parent.signal_id = signal.part_of
LEFT JOIN signal_part AS place_part
    ON place_part.signal_id = signal.signal_id
    AND place_part.part_kind <> 'item'
    AND place_part.position = 1
LEFT JOIN label AS place
    ON place.subject_id = place_part.part_kind || ':' || place_part.part_id
LEFT JOIN signal_part AS item_part
    ON item_part.signal_id = signal.signal_id
    AND item_part.part_kind = 'item'
    AND item_part.position = 1
LEFT JOIN item ON item.item_id = item_part.part_id
WHERE point.z IS NOT NULL
ORDER BY point.severity DESC, signal.signal_id
