"""Which subjects carry a planted story, and when. docs/demo.md tells the same.

These are the only identifiers the demo knows by heart; everything else it reads from
the workspace's reference tables.
"""

from __future__ import annotations

from datetime import date

# A department that slips for two months, in every city.
SLIPPING_DEPARTMENT = "rsj"
SLIPPING_MONTHS = (date(2026, 7, 1), date(2026, 8, 1))
SLIPPING_LATE = 0.14
SLIPPING_UNHAPPY = 0.55  # taken off the logit of the very satisfied

# A city that leaves its late cases open, so that closed cases alone look splendid.
HIDING_CITY = "230300"
HIDING_SINCE = date(2026, 2, 1)
HIDING_LATE = 1.9  # times as many late cases as elsewhere
HIDING_OPEN = 0.88  # of the late ones are never closed
USUALLY_OPEN = 0.04

# A window that rates itself, at the end of months.
BURST_CITY = "230200"
BURST_DEPARTMENT = "scjgj"
BURST_DAYS = (
    date(2026, 2, 26),
    date(2026, 4, 28),
    date(2026, 5, 27),
    date(2026, 7, 30),
    date(2026, 8, 28),
    date(2026, 9, 29),
)
BURST_FROM = "16:38:00"

# Cities whose own system delivers ratings by GB/T 39046, where 1 is the best level.
STANDARD_CITIES = ("230600", "231000", "231081")

# A small city whose cases of many months arrive in one late file.
LATE_CITY = "230883"

# An assessor who finds everybody splendid.
LENIENT_ASSESSOR = "PW-066"
