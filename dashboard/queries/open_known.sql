-- open_known: what a filter of the open data may name. One row; each column is a list.
SELECT
    (SELECT languages FROM publication) AS languages,
    (SELECT list(DISTINCT subject_id ORDER BY subject_id) FROM subject) AS subject_ids,
    (SELECT list(indicator_id ORDER BY position) FROM indicator) AS indicator_ids,
    (SELECT list(DISTINCT pillar ORDER BY pillar) FROM indicator) AS pillars,
    (
        SELECT list(DISTINCT peer_group ORDER BY peer_group)
        FROM (
            SELECT peer_group FROM peer_group
            UNION
            SELECT peer_group FROM subject
        )
    ) AS peer_groups,
    (SELECT list(DISTINCT period ORDER BY period DESC) FROM period) AS periods
