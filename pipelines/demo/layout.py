"""Which raw files the year comes in, and what is odd about each of them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

CASES, PAUSES, RATINGS = "cases", "case_pauses", "ratings"
ASSESSMENTS, STATISTICS = "assessments", "statistics"
SOURCES = (CASES, PAUSES, RATINGS, ASSESSMENTS, STATISTICS)

DAILY = date(2026, 10, 1)  # from this month on files come every day
CORRECTED = date(2026, 3, 1)
PAUSED_COLUMN = date(2026, 6, 1)  # this month says paused days itself
RAGGED = date(2026, 10, 16)


@dataclass(frozen=True)
class RawFile:
    """One raw file: where it lies and how its rows are written."""

    source: str
    name: str
    style: str = "en"
    encoding: str = "utf-8"
    newline: str = "\n"
    delimiter: str = ","
    format: str = "text"
    division: int = 6  # digits of a city code
    department: str = "id"  # id | name | old: some rows carry an old name
    fractions: bool = False
    full_width: bool = False
    line_breaks: bool = False  # within quoted comments
    paused_days: bool = False

    @property
    def path(self) -> str:
        """Below the inbox."""
        return f"{self.source}/{self.name}"


def cases(month: date) -> RawFile:
    """The file of the cases accepted in a month."""
    file = RawFile(CASES, f"cases_{month:%Y-%m}.csv")
    zh = replace(file, style="zh", department="name")
    if month == date(2025, 10, 1):
        return replace(zh, encoding="gb18030", newline="\r\n", division=12)
    if month == date(2025, 11, 1):
        return replace(zh, encoding="utf-8-sig")
    if month == date(2026, 2, 1):
        return replace(file, fractions=True)
    if month == CORRECTED:
        return zh
    if month == date(2026, 4, 1):
        return replace(zh, encoding="gb18030", department="old", full_width=True)
    if month == date(2026, 5, 1):
        return replace(file, name=f"{file.name[:-4]}.tsv", delimiter="\t", division=9)
    if month == PAUSED_COLUMN:
        name = f"{file.name[:-4]}.parquet"
        return replace(file, name=name, format="parquet", paused_days=True)
    return file


def correction(file: RawFile) -> RawFile:
    """The file that replaces `file` as a whole."""
    return replace(file, name=f"{file.name[:-4]}_更正.csv")


def daily_cases(day: date) -> RawFile:
    """The file of the cases accepted on a day."""
    return _daily(RawFile(CASES, f"cases_{day}.csv"), day)


def late_cases() -> RawFile:
    """The file in which cases of many months arrive late."""
    return RawFile(CASES, "cases_late_2026-10-28.csv")


def pauses(month: date) -> RawFile:
    """The special procedures of the cases accepted in a month."""
    file = RawFile(PAUSES, f"case_pauses_{month:%Y-%m}.csv")
    if month == date(2025, 10, 1):
        return replace(file, style="zh", encoding="gb18030")
    if month == date(2025, 11, 1):
        return replace(file, style="zh")
    if month == date(2026, 5, 1):
        return replace(file, name=f"{file.name[:-4]}.tsv", delimiter="\t")
    return file


def ratings(month: date) -> RawFile:
    """The reporting interface's ratings of a month: 5 is the best level."""
    file = RawFile(
        RATINGS,
        f"ratings_{month:%Y-%m}.csv",
        style="interface",
        division=12,
        department="old",
        line_breaks=month in (date(2025, 12, 1), date(2026, 5, 1), date(2026, 9, 1)),
        fractions=month == date(2026, 2, 1),
    )
    if month == date(2025, 10, 1):
        return replace(file, encoding="gb18030")
    if month == date(2026, 1, 1):
        return replace(file, encoding="utf-8-sig")
    if month == date(2026, 7, 1):
        return replace(file, newline="\r\n")
    return file


def daily_ratings(day: date) -> RawFile:
    """The reporting interface's ratings of a day."""
    file = RawFile(
        RATINGS,
        f"ratings_{day}.csv",
        style="interface",
        fractions=day == date(2026, 10, 18),
    )
    if day == date(2026, 10, 12):
        return replace(file, name=f"ratings_{day}.jsonl", format="jsonl")
    return file


def standard_ratings(month: date) -> RawFile:
    """Ratings of a month by GB/T 39046: 1 is the best level."""
    file = RawFile(
        RATINGS,
        f"gbt39046_{month:%Y-%m}.csv",
        style="standard",
        division=9,
        department="name",
        line_breaks=True,
    )
    if month in (date(2025, 10, 1), date(2026, 3, 1)):
        return replace(file, encoding="gb18030")
    if month == date(2026, 4, 1):
        return replace(file, newline="\r\n")
    return file


def _daily(file: RawFile, day: date) -> RawFile:
    if day == date(2026, 10, 9):
        return replace(file, newline="\r\n")
    if day == date(2026, 10, 11):
        return replace(file, encoding="utf-8-sig")
    if day == date(2026, 10, 12):
        return replace(file, name=f"{file.name[:-4]}.jsonl", format="jsonl")
    if day in (date(2026, 10, 14), date(2026, 10, 15)):
        return replace(file, style="zh", encoding="gb18030", department="old")
    return file
