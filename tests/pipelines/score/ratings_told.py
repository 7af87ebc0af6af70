"""Raw ratings and cases to the second, written by rule: a usual hall, a burst."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta

HEADER = (
    "case_id,service_number,item_id,department_id,city_id,channel,window_id,level,tags,"
    "comment,rated_at"
)
CASE_HEADER = (
    "case_id,item_id,department_id,city_id,channel,accepted_at,promised_days,legal_days,"
    "day_unit,closed_at,result,visits"
)
ITEMS = {"gaj": "000109001000", "rsj": "000114001000"}


def rating(
    case_id: str,
    rated_at: datetime,
    *,
    window: str = "",
    level: int = 5,
    tags: str = "",
    comment: str = "",
    city: str = "230100",
    department: str = "gaj",
    channel: str = "window",
) -> str:
    """One row of a raw file."""
    quoted = f'"{tags}"' if "," in tags else tags
    return (
        f"{case_id},1,{ITEMS[department]},{department},{city},{channel},{window},"
        f"{level},{quoted},{comment},{rated_at:%Y-%m-%d %H:%M:%S}"
    )


def case(
    case_id: str,
    accepted_at: datetime,
    closed_at: datetime,
    *,
    city: str = "230100",
    department: str = "gaj",
) -> str:
    """One row of a raw file: five working days are promised."""
    return (
        f"{case_id},{ITEMS[department]},{department},{city},window,"
        f"{accepted_at:%Y-%m-%d %H:%M:%S},5,20,working,{closed_at:%Y-%m-%d %H:%M:%S},"
        "approved,1"
    )


def csv_of(header: str, rows: Iterable[str]) -> str:
    """A raw file."""
    return "\n".join([header, *rows]) + "\n"


def ratings_csv(rows: Iterable[str]) -> str:
    """A raw file of ratings."""
    return csv_of(HEADER, rows)


def cases_csv(rows: Iterable[str]) -> str:
    """A raw file of cases."""
    return csv_of(CASE_HEADER, rows)


def july(day: int, clock: str = "10:00:00") -> datetime:
    """A moment of July 2026."""
    return datetime.combine(date(2026, 7, day), time.fromisoformat(clock))


# People tick this and that, and not everybody is very satisfied.
SAID = ((5, ""), (5, "510"), (4, ""), (5, "517"), (5, "511,512"), (4, "406"), (3, ""))


def usual_day(
    day: int, window: str, count: int, *, minutes: float, begin: str = "09:00:00"
) -> Iterator[str]:
    """So many ratings of one window, evenly over so many minutes, each its own."""
    step = timedelta(minutes=minutes) / max(count, 1)
    for place in range(count):
        level, tags = SAID[(place + day) % len(SAID)]
        yield rating(
            f"{window}-{day}-{place}",
            july(day, begin) + place * step,
            window=window,
            level=level,
            tags=tags,
        )


def burst(
    day: int,
    window: str,
    count: int,
    *,
    seconds: float = 8,
    begin: str = "16:38:00",
    tags: str = "517",
) -> Iterator[str]:
    """So many best ratings one after the other, all with the same tag."""
    for place in range(count):
        yield rating(
            f"B{window}-{day}-{place}",
            july(day, begin) + timedelta(seconds=seconds * place),
            window=window,
            tags=tags,
        )
