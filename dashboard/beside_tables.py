"""What queries may ask beside the published tables and call beside DuckDB's functions.

Made on every connection, in memory: the published file stays as it is.
"""

ADDITIONS = (
    # Names of cities and departments, which are no secret: an organ's row is labelled
    # with both, even for a reader who may see only one of the two.
    """
    CREATE VIEW label AS
    SELECT
        subject_id,
        kind,
        city_id,
        department_id,
        name,
        short_name,
        position
    FROM published.main.subject
    WHERE kind IN ('city', 'department')
    """,
    # said(name, $language): a name in the reader's language, else in its first one.
    """
    CREATE MACRO said(words, language)
    AS coalesce(words[language], map_values(words)[1])
    """,
    # is_compared($period_kind, $period): whether the period before is whole. A change
    # since half a quarter says when the data begin, not how anybody does.
    """
    CREATE MACRO is_compared(asked_kind, asked_period)
    AS (
        SELECT coalesce(bool_or(earlier.is_complete), FALSE)
        FROM published.period AS own
        JOIN published.period AS earlier
            ON earlier.period_kind = own.period_kind
            AND earlier.period = own.previous_period
        WHERE own.period_kind = asked_kind
            AND own.period = asked_period
    )
    """,
    # is_concerned(marked, $subject_id): whether a break mark of somebody, or of nobody
    # in particular, concerns a subject. An organ is its city's and its department's.
    """
    CREATE MACRO is_concerned(marked, asked)
    AS (
        marked IS NULL
        OR marked = asked
        OR starts_with(asked, replace(marked, 'city:', 'organ:') || '/')
        OR (
            starts_with(asked, 'organ:')
            AND ends_with(asked, replace(marked, 'department:', '/'))
        )
    )
    """,
    # is_weighed(marked): whether a break mark of an indicator, or of none, concerns
    # scores.
    """
    CREATE MACRO is_weighed(marked)
    AS (
        marked IS NULL
        OR marked IN (SELECT indicator_id FROM published.scheme_indicator)
    )
    """,
    # is_broken($period_kind, $period, subject_id, indicator_id): whether something
    # changed between the period before and this one, so that a difference tells of the
    # change and not of the subject. Of scores where indicator_id is NULL.
    """
    CREATE MACRO is_broken(asked_kind, asked_period, asked_subject, asked_indicator)
    AS (
        SELECT coalesce(bool_or(TRUE), FALSE)
        FROM published.period AS own
        JOIN published.break_mark AS mark
            ON mark.day > own.previous_period
            AND mark.day <= own.period_end
        WHERE own.period_kind = asked_kind
            AND own.period = asked_period
            AND is_concerned(mark.subject_id, asked_subject)
            AND if(
                asked_indicator IS NULL,
                mark.affects <> 'editions' AND is_weighed(mark.indicator_id),
                mark.affects = 'all'
                AND coalesce(mark.indicator_id, asked_indicator) = asked_indicator
            )
    )
    """,
)
