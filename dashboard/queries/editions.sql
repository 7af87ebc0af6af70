-- editions: frozen quarters, the newest quarter and edition first; of one period, or of
-- all where $period is NULL. One row an edition.
SELECT
    edition.edition_id,
    edition.period_kind,
    edition.period,
    period.period_end,
    edition.number,
    edition.frozen_on,
    edition.as_of,
    said(edition.note, $language) AS note,
    edition.is_latest,
    edition.changed_figures,
    max(edition.number) OVER (PARTITION BY edition.period_kind, edition.period) AS latest_number
FROM edition
LEFT JOIN period
    ON period.period_kind = edition.period_kind
    AND period.period = edition.period
WHERE $period IS NULL OR (edition.period_kind = $period_kind AND edition.period = $period)
ORDER BY edition.period DESC, edition.number DESC
