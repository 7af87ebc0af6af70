-- quality_rejects: the refused values, in the order of files and rows, at most $at_most.
-- One row a refused value. $source, $reason_code: '' for all.
SELECT
    reject.source,
    reject.file,
    reject.row,
    reject.column_name,
    reject.value,
    reject.reason_code,
    coalesce(said(check_reason.says, $language), reject.reason) AS reason
FROM reject
LEFT JOIN check_reason
    ON check_reason.source = reject.source
    AND check_reason.reason_code = reject.reason_code
WHERE ($source = '' OR reject.source = $source)
    AND ($reason_code = '' OR reject.reason_code = $reason_code)
ORDER BY
    reject.source,
    reject.file,
    reject.row,
    reject.column_name
LIMIT $at_most
