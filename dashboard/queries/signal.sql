-- signal: what is published of a signal, as of its last month. One row: the signal.
SELECT
    signal.signal_id,
    signal.subject_id,
    signal.indicator_id,
    signal.direction,
    signal.first_period,
    signal.last_period,
    point.value,
    point.expected
FROM signal
JOIN control_point AS point
    ON point.signal_id = signal.signal_id
    AND point.period = signal.last_period
WHERE signal.signal_id = $signal_id
