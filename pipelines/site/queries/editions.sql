-- Quarters that were frozen, latest first. One row an edition.
SELECT
    edition.edition_id,
    edition.period,
    edition.frozen_on,
    said(edition.note, $language) AS note,
    edition.changed_figures,
    edition.is_latest
FROM edition
ORDER BY
    edition.period DESC,
    edition.number DESC
