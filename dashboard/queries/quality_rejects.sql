-- quality_rejects: the refused values, in the order of files and rows, at most $at_most.
-- One row a refused value. $source, $reason_code: '' for all.
SELECT
    reject.source,
    reject.file,
    reject.row,
    reject.column_name,
    reject.value,
    reject.reason_code,
    reject.reason
FROM reject
WHERE ($source = '' OR reject.source = $source)
    AND ($reason_code = '' OR reject.reason_code = $reason_code)
ORDER BY
    reject.source,
    reject.file,
    reject.row,
    reject.column_name
LIMIT $at_most
