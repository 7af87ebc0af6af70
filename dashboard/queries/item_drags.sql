-- item_drags: the items that hurt a subject most in a period, worst first. One row an
-- indicator and item.
SELECT
    item_drag.subject_id AS asked_id,
    said(indicator.short_name, $language) AS indicator,
    indicator.unit,
    said(item.name, $language) AS item,
    item_drag.value,
    item_drag.denominator,
    item_drag.drag
FROM item_drag
JOIN indicator ON indicator.indicator_id = item_drag.indicator_id
LEFT JOIN item ON item.item_id = item_drag.item_id
WHERE item_drag.subject_id IN (SELECT unnest($subject_ids))
    AND item_drag.period_kind = $period_kind
    AND item_drag.period = $period
ORDER BY indicator.position, item_drag.position
