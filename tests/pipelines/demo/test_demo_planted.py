"""What is planted is in the raw files, as often as the summary and the page say."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from pipelines.demo import Summary
from pipelines.demo.people import check_digit

Year = tuple[Path, Summary]
Read = Callable[[Path], list[list[Any]]]
Table = tuple[list[str], list[list[Any]]]

IDENTITY = re.compile(r"999999\d{11}[\dX]")
TELEPHONE = re.compile(r"199000\d{5}")


@pytest.fixture(scope="session")
def tables(year: Year, read: Read) -> dict[str, Table]:
    """Header and rows of every file of the default year, by path."""
    data, summary = year
    found = {}
    for path in summary.files:
        header, *rows = read(data / "inbox" / path)
        found[path] = (header, rows)
    return found


def named(table: Table) -> list[dict[str, Any]]:
    """The regular rows as dictionaries."""
    header, rows = table
    return [dict(zip(header, r, strict=True)) for r in rows if len(r) == len(header)]


def interface(tables: dict[str, Table]) -> list[dict[str, Any]]:
    """Ratings of the reporting interface in text files."""
    return [
        row
        for path, table in tables.items()
        if path.startswith("ratings/ratings") and path.endswith(".csv")
        for row in named(table)
    ]


def standard(tables: dict[str, Table]) -> list[dict[str, Any]]:
    """Ratings by GB/T 39046."""
    return [
        row
        for path, table in tables.items()
        if path.startswith("ratings/gbt")
        for row in named(table)
    ]


def test_the_department_slips_in_july_and_august_and_only_then(year: Year) -> None:
    shares = {month: late / n for month, (late, n) in year[1].slip.items()}
    slipped = {month for month, share in shares.items() if share > 0.1}
    assert slipped == {"2026-07", "2026-08"}
    assert all(0.01 < shares[m] < 0.035 for m in shares if m not in slipped)


def test_the_hiding_city_looks_splendid_to_whoever_counts_closed_cases(
    tables: dict[str, Table],
) -> None:
    # Accepted in July and still open at the end of October, by city.
    cases, still_open = Counter[str](), Counter[str]()
    for row in named(tables["cases/cases_2026-07.csv"]):
        cases[row["city_id"]] += 1
        still_open[row["city_id"]] += row["closed_at"] == ""
    shares = {city: still_open[city] / n for city, n in cases.items() if n > 50}
    worst = max(shares, key=lambda city: shares[city])
    assert worst == "230300"
    assert shares[worst] > 10 * sorted(shares.values())[-2]


def test_one_window_alone_gets_more_than_thirty_ratings_in_ten_minutes(
    year: Year, tables: dict[str, Table]
) -> None:
    moments = defaultdict(list)
    for row in [*interface(tables), *standard(tables)]:
        window = row["windowNo"] if "windowNo" in row else row["评价设备"]
        text = row["assessTime"] if "assessTime" in row else row["评价时间"]
        if window and "02-30" not in text and "0230T" not in text:
            moments[window].append(datetime.fromisoformat(text))
    bursts = set()
    for window, times in moments.items():
        times.sort()
        for first, later in zip(times, times[30:], strict=False):
            if later - first <= timedelta(minutes=10):
                bursts.add((window, first.date()))
    assert bursts == {(burst.window, burst.day) for burst in year[1].bursts}
    assert len(bursts) == 6
    assert {window for window, _ in bursts} == {"230200-scjgj-W001"}


def test_tags_contradict_the_level_as_often_as_the_summary_says(
    year: Year, tables: dict[str, Table]
) -> None:
    contradicting = sum(
        any(code[0] != row["satisfaction"] for code in row["evalDetail"].split(","))
        for row in interface(tables)
        if row["evalDetail"] and row["satisfaction"] in "12345"
    )
    contradicting += sum(
        any(
            code[0] != str(6 - int(row["满意度代码"]))
            for code in row["评价标签"].split(",")
        )
        for row in standard(tables)
        if row["评价标签"] and row["满意度代码"] in "12345"
    )
    assert contradicting == year[1].level_contradictions == 45


def test_repeated_rows_are_counted_as_duplicates_or_as_overtaken(
    year: Year, tables: dict[str, Table]
) -> None:
    versions: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
    for path, table in tables.items():
        if re.match(r"cases/cases_2026-(01|10-..)\.csv", path):
            for row in named(table):
                if row.get("case_id"):
                    versions[row["case_id"]].append(tuple(row.values()))
    twice = [rows for rows in versions.values() if len(rows) > 1]
    assert all(len(rows) == 2 for rows in twice)
    same = sum(first == second for first, second in twice)
    assert (same, len(twice) - same) == (36, 40)
    assert year[1].duplicates["cases"] == 36
    assert year[1].superseded["cases"] == 40

    ratings = Counter(
        (row["projectNo"], row["serviceNumber"])
        for row in interface(tables)
        if row["projectNo"]
    )
    again = sum(n - 1 for n in ratings.values())
    assert again == year[1].duplicates["ratings"] + year[1].superseded["ratings"] == 27


def test_the_corrected_file_differs_as_the_summary_says(
    year: Year, tables: dict[str, Table]
) -> None:
    first = {row["办件编号"]: row for row in named(tables["cases/cases_2026-03.csv"])}
    second = {
        row["办件编号"]: row for row in named(tables["cases/cases_2026-03_更正.csv"])
    }
    correction = year[1].correction
    assert len(first.keys() - second.keys()) == correction.removed == 60
    assert len(second.keys() - first.keys()) == correction.added
    changed = [k for k in first.keys() & second.keys() if first[k] != second[k]]
    assert len(changed) == correction.changed
    assert correction.rows_before == year[1].replaced["cases"] == len(first)


def test_late_rows_belong_to_eight_earlier_months_of_one_city(
    year: Year, tables: dict[str, Table]
) -> None:
    rows = named(tables["cases/cases_late_2026-10-28.csv"])
    assert len(rows) == year[1].late_arrivals
    assert {row["city_id"] for row in rows} == {"230883"}
    assert {row["accepted_at"][:7] for row in rows} == {
        f"2026-{month:02d}" for month in range(1, 9)
    }


@pytest.mark.parametrize(
    ("source", "kind", "spoilt"),
    [
        ("cases", "unknown_department", "星际事务局"),
        ("cases", "unknown_item", "239999999999"),
        ("cases", "bad_number", "五天"),
        ("cases", "unknown_code", "已归档"),
        ("cases", "bad_date", "2026[-/]02[-/]30 .*"),
        ("cases", "unknown_city", "999900(000|000000)?"),
        ("ratings", "unknown_department", "星际事务局"),
        ("ratings", "unknown_city", "999900(000|000000)?"),
        ("ratings", "bad_number", "一次"),
        ("ratings", "bad_date", "(2026-02-30 |20260230T).*"),
        ("assessments", "unknown_code", "网络投票"),
        ("assessments", "unknown_subject", "department:nobody"),
        ("statistics", "bad_number", "约118"),
    ],
)
def test_bad_rows_are_in_the_files_as_often_as_the_summary_says(
    year: Year, tables: dict[str, Table], source: str, kind: str, spoilt: str
) -> None:
    pattern = re.compile(f"^{spoilt}$")
    found = sum(
        any(isinstance(cell, str) and pattern.match(cell) for cell in row)
        for path, (_, rows) in tables.items()
        if path.startswith(f"{source}/")
        for row in rows
    )
    assert found == year[1].bad[source][kind] > 0


def test_rows_that_contradict_themselves_are_counted(
    year: Year, tables: dict[str, Table]
) -> None:
    found = Counter[str]()
    for path, table in tables.items():
        if not path.startswith("cases/"):
            continue
        for row in named(table):
            row = dict(zip(CANONICAL, row.values(), strict=False))
            if not row["case_id"]:
                found["missing_key"] += 1
            if _later(row["accepted_at"], row["closed_at"]):
                found["closed_before_accepted"] += 1
            if str(row["promised"]).isdigit() and int(row["promised"]) > int(
                row["legal"]
            ):
                found["promise_over_law"] += 1
    bad = year[1].bad["cases"]
    assert found == {kind: bad[kind] for kind in found}
    assert len(found) == 3


def test_deadline_tags_stand_on_late_cases_but_for_the_planted(
    year: Year, tables: dict[str, Table]
) -> None:
    # A same-day case of December cannot be late, whatever its promise.
    same_day = {
        row["case_id"]
        for row in named(tables["cases/cases_2025-12.csv"])
        if row["accepted_at"][:10] == row["closed_at"][:10]
    }
    tagged = [
        row
        for row in interface(tables)
        if row["projectNo"] in same_day
        and {"209", "110"} & set(row["evalDetail"].split(","))
    ]
    assert tagged == []
    assert year[1].deadline_contradictions == 40


def test_the_lenient_assessor_never_goes_below_ninety_eight(
    tables: dict[str, Table],
) -> None:
    lowest: dict[str, float] = {}
    for path, (_, rows) in tables.items():
        if path.startswith("assessments/"):
            for row in rows:
                assessor = next(str(c) for c in row if str(c).startswith("PW-"))
                score = float(row[row.index(assessor) + 1])
                if 0 <= score <= 100:
                    lowest[assessor] = min(score, lowest.get(assessor, 100))
    assert [who for who, score in lowest.items() if score >= 95] == ["PW-066"]


def test_people_are_invented_but_look_real(tables: dict[str, Table]) -> None:
    numbers, phones, in_comments = set(), set(), 0
    for _, rows in tables.values():
        for row in rows:
            for cell in row:
                if isinstance(cell, str) and len(cell) > 10:
                    numbers |= set(IDENTITY.findall(cell))
                    phones |= set(TELEPHONE.findall(cell))
                    in_comments += "请" in cell and bool(
                        IDENTITY.search(cell) or TELEPHONE.search(cell)
                    )
    assert len(numbers) > 1_500
    assert len(phones) > 1_500
    assert in_comments > 50
    for number in numbers:
        assert number[17] == check_digit(number[:17])
        assert date(int(number[6:10]), int(number[10:12]), int(number[12:14]))


def test_a_check_digit_known_from_the_standard() -> None:
    # The example of GB 11643-1999, annex A.
    assert check_digit("11010519491231002") == "X"
    assert check_digit("44052418800101001") == "4"


CANONICAL = (
    *("case_id", "item", "department", "city", "channel", "accepted_at"),
    *("promised", "legal", "unit", "closed_at"),
)


def _later(one: Any, other: Any) -> bool:
    if not one or not other or "02-30" in str(one) or "02/30" in str(one):
        return False
    return _moment(one) > _moment(other)


def _moment(text: Any) -> datetime:
    if isinstance(text, datetime):
        return text
    return datetime.fromisoformat(str(text).replace("/", "-")).replace(tzinfo=None)
