"""A judgement counts in the period it judges, whenever it was made."""

from datetime import UTC, datetime

import pytest

from dashboard.assessments import counted

# Noon of 30 September in China, which the tests' workspaces are at.
LAST = datetime(2026, 9, 30, 4, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("code", "judged_at", "counts_at"),
    [
        # While the quarter lasts: the moment itself.
        ("2026-Q3", datetime(2026, 8, 3, 9, 0, tzinfo=UTC), None),
        # In October and November: the quarter's last day.
        ("2026-Q3", datetime(2026, 10, 1, 1, 0, tzinfo=UTC), LAST),
        ("2026-Q3", datetime(2026, 11, 20, 1, 0, tzinfo=UTC), LAST),
        # A cycle of a year goes on.
        ("2026", datetime(2026, 11, 20, 1, 0, tzinfo=UTC), None),
        (
            "2026",
            datetime(2027, 1, 9, tzinfo=UTC),
            datetime(2026, 12, 31, 4, 0, tzinfo=UTC),
        ),
    ],
)
def test_a_judgement_counts_within_its_cycle(
    code: str, judged_at: datetime, counts_at: datetime | None
) -> None:
    assert counted.at(code, judged_at) == (counts_at or judged_at)
