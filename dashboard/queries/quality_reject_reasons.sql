-- quality_reject_reasons: why values were refused, most frequent first. One row a reason
-- of a source. $source: one source, or '' for all.
SELECT
    coalesce(said(any_value(source.name), $language), reject.source) AS source_name,
    reject.reason_code,
    count(*) AS reject_count,
    count(DISTINCT reject.file) AS file_count,
    coalesce(said(any_value(check_reason.says), $language), min(reject.reason))
        AS reason,
    list(DISTINCT reject.column_name ORDER BY reject.column_name) AS column_names
FROM reject
LEFT JOIN source USING (source)
LEFT JOIN check_reason
    ON check_reason.source = reject.source
    AND check_reason.reason_code = reject.reason_code
WHERE $source = '' OR reject.source = $source
GROUP BY
    reject.source,
    reject.reason_code
ORDER BY
    reject_count DESC,
    reject.source,
    reject.reason_code
