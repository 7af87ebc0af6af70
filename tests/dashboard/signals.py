"""Signals of the invented world: one department slips, and so does one of its organs.

Housing's share on time falls in July and August, Harbin's with it; a hostile department
gets better. Figures are typed here, as the pipelines would have found them.
"""

from datetime import date

import duckdb

from tests.dashboard import world

JULY, AUGUST, SEPTEMBER = (date(2026, month, 1) for month in (7, 8, 9))
HOUSING = "on_time_rate/department:zjj/worse/2026-07"
HARBIN_HOUSING = "on_time_rate/organ:230100/zjj/worse/2026-07"
HOSTILE = "on_time_rate/department:fgw/better/2026-09"
LIMITS = [
    ("signal_baseline_months", 24.0),
    ("signal_minimum_months", 9.0),
    ("signal_z", 3.0),
    ("signal_effect", 0.02),
    ("signal_smoothing", 0.3),
    ("signal_minimum_n", 10.0),
    ("signal_longest_months", 12.0),
    ("signal_chart_points", 12.0),
]
# id, direction, first and last month, open, z of the months in it
_SIGNALS = (
    (HOUSING, "worse", JULY, SEPTEMBER, True, (-12.0, -20.0, -4.0)),
    (HARBIN_HOUSING, "worse", JULY, SEPTEMBER, True, (-6.0, -9.0, -3.5)),
    (HOSTILE, "better", SEPTEMBER, SEPTEMBER, True, (3.2,)),
)


def insert(con: duckdb.DuckDBPyConnection) -> None:
    """The rows of signal, control_point, signal_part and funnel_point."""
    for name, direction, first, last, is_open, z in _SIGNALS:
        indicator, subject = _named(name)
        peak = max(z, key=abs)
        _put(con, "signal", (
            name, subject, indicator, direction, "sudden", first, last, len(z), is_open,
            AUGUST if len(z) > 1 else SEPTEMBER, 0.9, abs(peak),
            HOUSING if name == HARBIN_HOUSING else None,
        ))  # fmt: skip
        _chart(con, name, first, z)
    for subject in ("city:230100", "department:mzj"):
        _calm(con, subject)
    for place, (kind, part, before, after, adds) in enumerate(
        (
            ("city", "230100", 0.98, 0.88, -0.06),
            ("city", "230200", 0.98, 0.93, -0.01),
            ("item", "230115003000", 0.97, 0.80, -0.05),
        )
    ):
        _put(con, "signal_part", (
            HOUSING, "department:zjj", kind, part, 900.0, after, before, adds,
            adds / -0.08, place % 2 + 1,
        ))  # fmt: skip
    for place, (department, *_) in enumerate(world.DEPARTMENTS[:7]):
        value, found = (0.88, "alarm") if department == "zjj" else (0.97, "inside")
        _put(con, "funnel_point", (
            f"department:{department}", "on_time_rate", "quarter", world.LATEST_QUARTER,
            100.0 * 2**place, value, 0.97, 0.93, 0.99, 0.91, 0.995,
            -5.0 if found == "alarm" else 0.1, found,
            "worse" if value < 0.97 else "better",
        ))  # fmt: skip


def _chart(
    con: duckdb.DuckDBPyConnection, name: str, first: date, z: tuple[float, ...]
) -> None:
    indicator, subject = _named(name)
    start = world.MONTHS.index(first)
    for place, month in enumerate(world.MONTHS):
        at = place - start
        far = z[at] if 0 <= at < len(z) else 0.2
        is_in = 0 <= at < len(z)
        is_last = month == world.MONTHS[-1]
        judged = place >= 9 and not is_last
        _put(con, "control_point", (
            subject, indicator, month, "p_prime", 400.0, 0.98 + far * 0.004,
            None if is_last else 0.98, None if is_last else 0.968,
            None if is_last else 0.992,
            ("below" if far < 0 else "above") if is_in else "",
            *((0.98, 0.968, 0.992, far, far, abs(far) * 0.25) if judged
              else (None,) * 6),
            name if is_in else None, is_last,
        ))  # fmt: skip


def _calm(con: duckdb.DuckDBPyConnection, subject: str) -> None:
    for place, month in enumerate(world.MONTHS):
        is_last = month == world.MONTHS[-1]
        judged = place >= 9 and not is_last
        _put(con, "control_point", (
            subject, "on_time_rate", month, "p_prime", 400.0, 0.98, 0.98, 0.968, 0.992,
            "", *((0.98, 0.968, 0.992, 0.0, 0.0, 0.0) if judged else (None,) * 6),
            None, is_last,
        ))  # fmt: skip


def _named(name: str) -> tuple[str, str]:
    indicator, rest = name.split("/", 1)
    return indicator, rest.rsplit("/", 2)[0]


def _put(con: duckdb.DuckDBPyConnection, table: str, row: tuple[object, ...]) -> None:
    con.execute(f"INSERT INTO {table} VALUES ({', '.join('?' * len(row))})", row)
