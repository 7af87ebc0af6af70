-- One row: indicator x city or organ x period, of the observations whose value this very
-- file tells.
SELECT
    m.indicator_id,
    m.subject_id,
    m.period_kind,
    m.period,
    m.n,
    m.observed,
    m.expected,
    m.ratio,
    m.adjusted,
    m.low,
    m.high
FROM scored.case_mix AS m
JOIN observation AS o
    ON o.indicator_id = m.indicator_id
    AND o.subject_id = m.subject_id
    AND o.period_kind = m.period_kind
    AND o.period = m.period
WHERE o.value IS NOT NULL
