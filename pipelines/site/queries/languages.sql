-- Languages of names, the default one first. One row a language.
SELECT unnest(publication.languages) AS language
FROM publication
