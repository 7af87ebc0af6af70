-- signal_parts: what makes most of a signal, places before items. One row a part.
SELECT
    signal_part.part_kind,
    signal_part.position,
    coalesce(
        said(label.short_name, $language), said(item.name, $language), signal_part.part_id
    ) AS name,
    signal_part.n,
    signal_part.value,
    signal_part.value_before,
    signal_part.part,
    signal_part.share_of_change,
    indicator.unit
FROM signal_part
JOIN signal ON signal.signal_id = signal_part.signal_id
JOIN indicator ON indicator.indicator_id = signal.indicator_id
LEFT JOIN label ON label.subject_id = signal_part.part_kind || ':' || signal_part.part_id
LEFT JOIN item
    ON signal_part.part_kind = 'item'
    AND item.item_id = signal_part.part_id
WHERE signal_part.signal_id = $signal_id
ORDER BY signal_part.part_kind = 'item', signal_part.position
