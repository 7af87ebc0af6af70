-- breaks: days since when figures of $subjects are not what they were; of $indicator, or
-- of scores where it is NULL. One row a mark, in the order of time.
SELECT DISTINCT
    break_mark.day,
    break_mark.kind,
    break_mark.cause,
    break_mark.edition_id,
    said(break_mark.text, $language) AS text,
    said(subject.short_name, $language) AS subject,
    said(indicator.short_name, $language) AS indicator
FROM break_mark
LEFT JOIN label AS subject ON subject.subject_id = break_mark.subject_id
LEFT JOIN indicator ON indicator.indicator_id = break_mark.indicator_id
WHERE len(list_filter($subjects, lambda each: is_concerned(break_mark.subject_id, each))) > 0
    AND if(
        $indicator IS NULL,
        break_mark.affects <> 'editions' AND is_weighed(break_mark.indicator_id),
        break_mark.affects <> 'scores'
        AND coalesce(break_mark.indicator_id, $indicator) = $indicator
    )
ORDER BY ALL
