-- signal_months: the months in which anybody was judged, latest first. One row a month.
SELECT DISTINCT control_point.period
FROM control_point
WHERE control_point.z IS NOT NULL
ORDER BY control_point.period DESC
