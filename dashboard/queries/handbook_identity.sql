-- handbook_identity: what a printed handbook says it was made from. One row.
SELECT
    publication.audience,
    publication.workspace_hash,
    publication.input_hash,
    publication.code_version
FROM publication
