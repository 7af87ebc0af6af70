"""The moment a judgement counts for in the scorecards: within the cycle it judges."""

from datetime import datetime, time

from dashboard.assessments import cycle_codes, workdays

_NOON = time(12)


def at(cycle_code: str, judged_at: datetime) -> datetime:
    """When it was judged, or the cycle's last day if that was over by then.

    The third quarter is judged in October, and belongs to the third quarter's figures.
    """
    last = workdays.at(cycle_codes.parse(cycle_code).ends_on, _NOON)
    return min(judged_at, last)
