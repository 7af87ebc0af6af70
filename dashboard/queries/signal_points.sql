-- signal_points: the control chart of a subject's indicator. One row a month.
SELECT
    control_point.period,
    control_point.chart,
    control_point.n,
    control_point.value,
    control_point.centre,
    control_point.low,
    control_point.high,
    control_point.label,
    control_point.expected,
    control_point.usual_low,
    control_point.usual_high,
    control_point.z,
    control_point.signal_id IS NOT NULL AS is_signal,
    control_point.is_provisional
FROM control_point
WHERE control_point.subject_id = $subject_id
    AND control_point.indicator_id = $indicator_id
ORDER BY control_point.period
